import type { MediaMode, MediaRequests } from './mediaProtocol';
import type { MenuAction } from './menu';
import type { Item, JsonObject, LogLine, NodeRun, Run } from './model';
import type { Step, Steps } from './neighbours';

/** Which item or run a page shows. A run outside any batch has a runId only. */
export interface ItemAddress {
  readonly batchId?: string | undefined;
  readonly itemId?: string | undefined;
  readonly runId?: string | undefined;
}

/** A problem as the host words it: one sentence and one thing to do. */
export interface ProblemView {
  readonly kind: string;
  readonly sentence: string;
  readonly action: { readonly id: ProblemAction; readonly label: string };
  /** What support would ask for: kind, status, code and the id of the request. */
  readonly details?: string;
}
export type ProblemAction =
  | 'signIn'
  | 'retry'
  | 'openSettings'
  | 'openProxySettings'
  | 'switchOrganization'
  | 'showLog'
  | 'copyDiagnostics'
  | 'findItem';

/** All that the item page draws; always sent whole, so that a page that was hidden misses nothing. */
export interface ItemSnapshot {
  readonly address: ItemAddress;
  /** The page that the next click reuses. */
  readonly isPreview?: boolean;
  /** Loading: nothing has been read yet. Problem: the last reading failed; what was read before is still here. */
  readonly loading: boolean;
  readonly problem: ProblemView | undefined;
  /** The same for the same item and run: a page gets copies, and cannot tell by them. */
  readonly stamp?: string;
  readonly item: Item | undefined;
  readonly run: Run | undefined;
  readonly nodeRuns: readonly NodeRun[] | undefined;
  /** The key may not read them: waiting for them would be in vain. */
  readonly nodeRunsRefused: boolean;
  /** node_id to the label of that node in its flow, where known. */
  readonly nodeNames: Readonly<Record<string, string>>;
  readonly modelName: string | undefined;
  /** "Item 5 of 100", counted from 1. */
  readonly position: { readonly place: number; readonly total: number } | undefined;
  /** How many other items of the batch failed of the same. */
  readonly alike: number;
  /** Where one can go from here. */
  readonly steps: Steps;
  /** The server's clock minus ours, in milliseconds. */
  readonly clockSkewMs: number;
  readonly media: MediaMode;
}

/** Where a picture was found. The page names the place, never a URL: the host looks the URL up in what it read. */
export interface MediaPlace {
  readonly side: MediaSide;
  readonly path: readonly (string | number)[];
  /** Of what a node run took, gave and previews; without one, of the item. */
  readonly nodeRunId?: string | undefined;
}
export type MediaSide = 'input' | 'output';

export type DocumentName = 'output' | 'input' | 'error' | 'item' | 'run' | 'logs';

/** What the item page asks the host. */
export interface ItemRequests extends MediaRequests {
  /** Also asked again when the page becomes visible. */
  ready: { readonly params: null; readonly result: ItemSnapshot };
  /** `cursor` undefined asks for the first lines. The page names the run, as it may show another one by then. */
  readLogs: {
    readonly params: { readonly runId: string; readonly cursor: string | undefined };
    readonly result: {
      readonly lines: readonly LogLine[];
      readonly next: string | undefined;
      /** How soon to ask again for what a run has written since; undefined where only the user refreshes. */
      readonly againMs: number | undefined;
    };
  };
  /** The last lines, in order; none where the API cannot be asked from the end. */
  readLogEnd: {
    readonly params: { readonly runId: string };
    readonly result: { readonly lines: readonly LogLine[] };
  };
  /** Callbacks that were sent about the run, as they were received. */
  readDeliveries: { readonly params: { readonly runId: string }; readonly result: readonly JsonObject[] };
  openDocument: { readonly params: { readonly name: DocumentName }; readonly result: null };
  openNodeRun: { readonly params: { readonly nodeRunId: string }; readonly result: null };
  copyText: { readonly params: { readonly text: string }; readonly result: null };
  walk: { readonly params: { readonly step: Step }; readonly result: null };
  /** The batch's page, with its failures in groups. */
  openBatch: { readonly params: null; readonly result: null };
  act: { readonly params: { readonly action: ProblemAction }; readonly result: null };
}

/** What the host tells the item page. */
export interface ItemEvents {
  readonly snapshot: ItemSnapshot;
  /** Something was chosen in the editor's menu on the page. */
  readonly menu: MenuAction;
  /** Somebody wants to see how it is now: what the page asks for by itself is due. */
  readonly look: null;
  /** What `readLogs` answers for the first lines of a run that is over, before the page asks. */
  readonly firstLogs: FirstLogs;
}

export type FirstLogs = ItemRequests['readLogs']['result'] & { readonly runId: string };

/** What the item page leaves in the editor's keeping. After a reload of the window the host learns the address here. */
export interface ItemPageMemory {
  readonly address: ItemAddress;
  readonly isPreview?: boolean | undefined;
  /** Unfolded parts, as short keys that hold no data. */
  readonly open: readonly string[];
  readonly scrollTop: number;
  /** What is looked for in the details. */
  readonly search?: string;
  /** How often "show more" was asked for, by keys like those. */
  readonly more?: readonly (readonly [key: string, times: number])[];
  /** Which control has the focus, by a key like those. */
  readonly focus?: string | undefined;
  /** The large view, where it is open: which file, by a short key, how large and where in it. */
  readonly viewer?: unknown;
  readonly log?: LogMemory | undefined;
}

/** How the log was looked at; from `runId` on, what belongs to one run only. */
export interface LogMemory {
  readonly typed: string;
  readonly mode: string;
  readonly hidden: readonly string[];
  readonly times: string;
  readonly wrap: boolean;
  readonly runId?: string;
  readonly stopped?: boolean;
  readonly following?: boolean;
  readonly seen?: number;
  /** The line at the top, and how far of it was above the edge. */
  readonly anchor?: { readonly id: string; readonly offset: number } | undefined;
}
