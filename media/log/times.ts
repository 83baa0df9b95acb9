import { ago, clockTime, utc } from '../../src/shared/format';

export const timeStyles = ['local', 'utc', 'start', 'ago'] as const;
export type TimeStyle = (typeof timeStyles)[number];

/** What times are told from: the beginning of the run, and now. */
export interface Clock {
  readonly start: number | undefined;
  readonly now: number;
}

export function lineTime(time: number | undefined, style: TimeStyle, { start, now }: Clock): string {
  if (time === undefined) return '';
  switch (style) {
    case 'local':
      return clockTime(time, true);
    case 'utc':
      return utcTime(time);
    case 'start':
      return start === undefined ? '' : sinceStart(time - start);
    case 'ago':
      return ago(time, now);
  }
}

function utcTime(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? utc(time) : date.toISOString().slice(11, 23);
}

/** "+1:02:03.120", hours only where there are some; "−0:00.500" for a clock that was behind. */
function sinceStart(ms: number): string {
  const whole = Math.abs(Math.round(ms));
  const two = (n: number) => String(n).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3_600_000), Math.floor(whole / 60_000) % 60];
  const seconds = `${two(Math.floor(whole / 1000) % 60)}.${String(whole % 1000).padStart(3, '0')}`;
  return `${ms < 0 ? '−' : '+'}${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${seconds}`;
}
