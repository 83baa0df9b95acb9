import type { Keeper } from './keeper';

/** Listens for what makes any page worth keeping: it is scrolled, hidden or closed. */
export function keepOnLeaving(keeper: Keeper): void {
  window.addEventListener('scroll', () => keeper.soon(), { passive: true });
  window.addEventListener('pagehide', () => keeper.now());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') keeper.now();
  });
}
