import { Asker, isMessage, type Message } from '../../src/shared/rpc';

/** The only door out of a page (https://code.visualstudio.com/api/extension-guides/webview#scripts-and-message-passing). */
interface EditorApi {
  postMessage(message: Message): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): EditorApi;

type RequestMap<R> = { [Method in keyof R]: { readonly params: unknown; readonly result: unknown } };

export interface Host<Requests extends RequestMap<Requests>> {
  readonly request: Asker<Requests>['request'];
  recall: () => unknown;
  remember: (state: unknown) => void;
}

/** Connects the page with the host; `onEvent` is told of every event of the host. */
export function connect<Requests extends RequestMap<Requests>>(
  onEvent: (name: string, payload: unknown) => void,
): Host<Requests> {
  const editor = acquireVsCodeApi();
  const asker = new Asker<Requests>((message) => editor.postMessage(message));
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (!isMessage(data)) return;
    if (data.type === 'event') onEvent(data.name, data.payload);
    else asker.receive(data);
  });
  return {
    request: (method, params) => asker.request(method, params),
    recall: () => editor.getState(),
    remember: (state) => editor.setState(state),
  };
}
