/** Calls `tick` again and again while the page is visible; `pause` tells how long to wait for the next time. */
export function startTicking(pause: () => number, tick: () => void): void {
  const wait = () => {
    setTimeout(() => {
      if (document.visibilityState === 'visible') tick();
      wait();
    }, pause());
  };
  wait();
}

/** Calls `act` once things have been quiet for `ms`. */
export function debounced(ms: number, act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, ms);
  };
}
