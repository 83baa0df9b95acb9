import type { Frame, Page } from 'playwright-core';

export interface EditorTab {
  readonly label: string;
  readonly active: boolean;
}

/** Text editors and pages in the middle of the window. */
export interface EditorVerbs {
  editorTabs(): Promise<readonly EditorTab[]>;
  /** Waits until the tab of this label is there and active. */
  waitForTab(label: string | RegExp): Promise<void>;
  /** The lines on the screen of the active text editor. */
  editorText(): Promise<string>;
  /** The page inside the webview of this title, once it has loaded. */
  webviewFrame(title: string): Promise<Frame>;
}

export function editorVerbs(page: Page): EditorVerbs {
  const tabs = page.locator('.part.editor .tabs-container .tab');
  return {
    async editorTabs() {
      return Promise.all(
        (await tabs.all()).map(async (tab) => ({
          label: (await tab.locator('.monaco-icon-name-container, .monaco-icon-suffix-container').allInnerTexts()).join(
            '',
          ),
          active: (await tab.getAttribute('aria-selected')) === 'true',
        })),
      );
    },
    async waitForTab(label) {
      const labels = page.locator('.monaco-icon-label-container');
      const start = typeof label === 'string' ? label.replaceAll(/[^\w\s]/g, String.raw`\$&`) : undefined;
      // An extension is an element of its own; a document says first whose it is; a folder stands behind a name that
      // occurs twice.
      const whole = start === undefined ? label : new RegExp(`^(?:.* · )?${start}$`);
      const alone = labels.filter({ hasText: whole });
      const described = labels.filter({
        hasText: start === undefined ? label : new RegExp(`^(?:.* · )?${start}`),
        has: page.locator('.label-description'),
      });
      await tabs
        .and(page.locator('[aria-selected="true"]'))
        .filter({ has: alone.or(described) })
        .first()
        .waitFor();
    },
    async editorText() {
      const lines = page.locator('.editor-group-container.active .monaco-editor .view-lines .view-line');
      await lines.first().waitFor();
      const drawn = await lines.evaluateAll((elements: readonly Line[]) =>
        elements.map((element) => ({
          top: Number(/top:\s*([\d.]+)px/.exec(element.getAttribute('style') ?? '')?.[1]),
          text: element.textContent ?? '',
        })),
      );
      const sorted = drawn.sort((one, other) => one.top - other.top);
      return sorted.map(({ text }) => text.replaceAll('\u00a0', ' ')).join('\n');
    },
    async webviewFrame(title) {
      const outer = page.frameLocator('iframe.webview.ready');
      const inner = outer.locator(`iframe#active-frame[title="${title}"]`);
      await inner.waitFor({ state: 'attached' });
      const frame = await (await inner.elementHandle()).contentFrame();
      if (!frame) throw new Error('The webview was closed while it loaded.');
      await frame.waitForLoadState('load');
      return frame;
    },
  };
}

/** As much of a DOM element as is read here, where the DOM's types are not known. */
interface Line {
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
}
