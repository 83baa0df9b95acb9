/** What lines of a log say they belong to: a step, a node, a stage. */
export interface LogSection {
  /** "step 2", as the lines name it. */
  readonly name: string;
  /** The first of its lines, from its name on. */
  readonly title: string;
  readonly from: number;
  readonly to: number;
}

/** A time and a level may stand before; then the name: "step 2 of 4 (resize) started", "[node upscale] …". */
const named =
  /^(?:\d{4}-\d\d-\d\dT\S+ )?(?:[A-Z]{2,10} )?\W{0,3}((step|node|stage|phase)[ #:=]{1,2}["']?([\w.-]{1,60})["']?)/i;
const begins = /^\d{4}-\d\d-\d\dT/;
const longestTitle = 80;

/** Collects sections and messages of several lines, line by line, so that it can be done in portions. */
export class LogSections {
  readonly #sections: LogSection[] = [];
  readonly #messages: (readonly [from: number, to: number])[] = [];
  #open: { readonly name: string; readonly title: string; readonly from: number } | undefined;
  #messageFrom = 0;
  #count = 0;

  add(line: string): void {
    const at = this.#count++;
    if (begins.test(line)) {
      this.#endMessage(at);
      this.#messageFrom = at;
    }
    const match = named.exec(line);
    if (match === null) return;
    const name = `${match[2] ?? ''} ${match[3] ?? ''}`.toLowerCase();
    if (name === this.#open?.name) return;
    this.#endSection(at);
    const start = match.index + match[0].length - (match[1]?.length ?? 0);
    this.#open = { name, title: line.slice(start, start + longestTitle), from: at };
  }

  /** Parts of the log that belong together, in order; none where no line names one. */
  end(): { readonly sections: readonly LogSection[]; readonly messages: readonly (readonly [number, number])[] } {
    this.#endSection(this.#count);
    this.#endMessage(this.#count);
    return { sections: this.#sections, messages: this.#messages };
  }

  #endSection(before: number): void {
    if (this.#open !== undefined) this.#sections.push({ ...this.#open, to: before - 1 });
    this.#open = undefined;
  }

  #endMessage(before: number): void {
    if (before - 1 > this.#messageFrom) this.#messages.push([this.#messageFrom, before - 1]);
  }
}
