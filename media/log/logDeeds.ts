import type { Settings } from './settings';

/** What one can do with the log. */
export interface LogDeeds {
  readonly openDocument: () => void;
  readonly stop: () => void;
  readonly resume: () => void;
  /** Stays at the newest line, or no longer does. */
  readonly follow: () => void;
  readonly change: (settings: Partial<Settings>) => void;
  readonly nextHit: (step: 1 | -1) => void;
  readonly nextError: () => void;
  readonly scrolled: () => void;
  readonly key: (event: KeyboardEvent) => void;
  readonly pointed: () => void;
}
