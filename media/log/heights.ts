/** Heights of rows with their running sums (a Fenwick tree): where a row begins, and which row is at a place. */
export class Heights {
  #tree = new Float64Array(1024);
  #values = new Float64Array(1024);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  get total(): number {
    return this.topOf(this.#count);
  }

  /** All anew, which is quicker than one by one. */
  fill<T>(rows: readonly T[], heightOf: (row: T) => number): void {
    const count = (this.#count = rows.length);
    while (this.#tree.length <= count) this.#grow();
    const [tree, values] = [this.#tree, this.#values];
    let filled = 0;
    for (const row of rows) {
      filled++;
      tree[filled] = values[filled] = heightOf(row);
    }
    for (let at = 1; at <= count; at++) {
      const above = at + (at & -at);
      if (above <= count) tree[above] = (tree[above] ?? 0) + (tree[at] ?? 0);
    }
  }

  /** Forgets those from `count` on. */
  cut(count: number): void {
    this.#count = Math.min(count, this.#count);
  }

  push(height: number): void {
    const at = ++this.#count;
    if (at >= this.#tree.length) this.#grow();
    this.#values[at] = height;
    let sum = height;
    for (let below = at - 1; below > at - (at & -at); below -= below & -below) sum += this.#tree[below] ?? 0;
    this.#tree[at] = sum;
  }

  heightOf(index: number): number {
    return this.#values[index + 1] ?? 0;
  }

  /** Answers by how much everything below has moved. */
  set(index: number, height: number): number {
    const change = height - this.heightOf(index);
    if (change === 0) return 0;
    this.#values[index + 1] = height;
    for (let at = index + 1; at <= this.#count; at += at & -at) this.#tree[at] = (this.#tree[at] ?? 0) + change;
    return change;
  }

  topOf(index: number): number {
    let sum = 0;
    for (let at = Math.min(index, this.#count); at > 0; at -= at & -at) sum += this.#tree[at] ?? 0;
    return sum;
  }

  /** The row that covers this distance from the top; the first or last one outside. */
  indexAt(y: number): number {
    let [at, left] = [0, y];
    for (let step = 2 ** Math.floor(Math.log2(Math.max(1, this.#count))); step > 0; step >>= 1) {
      const next = at + step;
      if (next > this.#count || (this.#tree[next] ?? 0) > left) continue;
      at = next;
      left -= this.#tree[next] ?? 0;
    }
    return Math.max(0, Math.min(at, this.#count - 1));
  }

  #grow(): void {
    const [tree, values] = [new Float64Array(this.#tree.length * 2), new Float64Array(this.#values.length * 2)];
    tree.set(this.#tree);
    values.set(this.#values);
    [this.#tree, this.#values] = [tree, values];
  }
}
