import * as vscode from 'vscode';
import type { CompareRequests, ComparedAddresses, Hand } from '../shared/compareProtocol';
import { commands } from '../shared/ids';
import { RequestFailed, type Handlers } from '../shared/rpc';
import { documentWords } from '../shared/words/documents';
import * as mediaWords from '../shared/words/media';
import { comparisonTitle, type Comparing } from './comparePanels';
import { compareSnapshot } from './compareSnapshot';
import type { HandlersContext } from './itemHandlers';
import { ItemMedia } from './itemMedia';
import { actionCommands } from './report';

/** What a comparison page shows and may ask. It names which of the two items, and places in it: never a link. */
export function comparing(context: HandlersContext): Comparing {
  const media = new ItemMedia(context);
  return {
    snapshot: compareSnapshot,
    handlers: (addresses) => handlersOf(context, addresses, media),
  };
}

const comparedParts: ReadonlySet<string> = new Set(['output', 'input']);

function handlersOf(
  { store, documents }: HandlersContext,
  addresses: ComparedAddresses,
  media: ItemMedia,
): Handlers<CompareRequests> {
  const at = (hand: Hand) => {
    if (!Object.hasOwn(addresses, hand)) throw new RequestFailed('notThere', mediaWords.notThere);
    return addresses[hand];
  };
  const { tellOfMedia, setMediaMode } = media.handlers(addresses.left);
  return {
    tellOfMedia,
    setMediaMode,
    ready: () => compareSnapshot(store.state, addresses),
    readPicture: ({ hand, place }) => media.handlers(at(hand)).readMedia({ ...place, of: at(hand) }),
    openDiff: async ({ part }) => {
      const title = documentWords.comparedPart(comparisonTitle(store.state, addresses), part);
      if (comparedParts.has(part)) {
        await documents.compare([addresses.left, addresses.right], part, title);
      }
      return null;
    },
    openItem: async ({ hand }) => {
      await vscode.commands.executeCommand(commands.openItem, at(hand));
      return null;
    },
    act: async ({ action }) => {
      const chosen = Object.hasOwn(actionCommands, action) ? actionCommands[action] : undefined;
      if (chosen) await vscode.commands.executeCommand(...chosen);
      return null;
    },
  };
}
