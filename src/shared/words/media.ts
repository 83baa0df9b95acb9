import { count, whole } from '../format';

/** Every sentence and label about pictures, films, sounds and other files. */
export const pixels = ({ width, height }: { readonly width: number; readonly height: number }) =>
  `${whole(width)} × ${whole(height)}`;

export const kinds = { image: 'Picture', video: 'Video', audio: 'Sound', file: 'File' };
export const open = (kind: string, path: string) => `Open ${kind.toLowerCase()} ${path}`;
export const load = (kind: string, path: string) => `Load ${kind.toLowerCase()} ${path}`;
export const loadThis = { image: 'Load picture', video: 'Load video', audio: 'Load sound', file: 'Load file' };
export const partly = 'Only the first part of this was searched for files; the rest is in its JSON.';
export const loadAll = 'Load all pictures';
export const loading = 'Loading…';
export const reload = 'Reload';
export const tryAgain = 'Try again';
export const compare = 'Compare';
export const compareTitle = 'Compare output and input with a slider';
export const sound = (codec: string) => `Its sound (${codec}) cannot be played here, so the video is silent.`;
export const codecs = {
  'mp4a.40.2': 'AAC',
  'ac-3': 'Dolby Digital',
  'ec-3': 'Dolby Digital Plus',
  alac: 'ALAC',
} as Readonly<Record<string, string>>;
export const hostsSee =
  'Pictures and other files come from the hosts that keep them, so those hosts see the network address of this machine. The API key is never sent to them.';
export const understood = 'OK';
export const onlyOnClick = 'Load Only on Click';

export const viewer = 'Large view';
export const place = (place: number, total: number) => `${whole(place)} of ${whole(total)}`;
export const expires = (left: string) => `link expires in ${left}`;
export const expired = 'link has expired';
export const stage = (path: string) =>
  `${path}: plus and minus zoom, Shift and arrows move, left and right show the next`;
export const zoomIn = 'Zoom in (+)';
export const zoomOut = 'Zoom out (−)';
export const fit = { label: 'Fit', title: 'Fit into the page (0)' };
export const full = { label: '1:1', title: 'Full size, 100 % (1)' };
export const zoom = (scale: number) => `${whole(Math.max(1, Math.round(scale * 100)))} %`;
export const previous = 'Previous (←)';
export const next = 'Next (→)';
export const copyImage = 'Copy Image';
export const copied = 'Copied';
export const copyLink = 'Copy Link';
export const save = 'Save As…';
export const openOutside = 'Open Externally';
export const close = 'Close (Escape)';
export const slider = 'Before and after: how much of the input is shown';
export const sliderValue = (percent: number) => `${percent} % input, ${100 - percent} % output`;
export const before = 'Input';
export const after = 'Output';
export const cannotCopy = 'The editor did not let the picture onto the clipboard.';

export const gone = 'This file is no longer there.';
export const linkExpired = 'The link of this file has expired.';
export const notThere = 'This file is no longer part of what was read.';
export const notMedia = 'The link leads to a web page, not to a file.';
export const notAPicture = 'This is not a picture the editor can show.';
export const cannotMakeSmall = 'The editor cannot make pictures small here. A click shows the item.';
export const notPlayable = 'The editor cannot play this file.';
export const tooLarge = (most: string) => `This file is larger than the ${most} that are read here.`;
export const tooManyPixels = (size: { readonly width: number; readonly height: number }, most: number) =>
  `${pixels(size)} pixels are more than the ${count(most, 'pixel', 'pixels')} that are shown here.`;
export const timeout = 'The host of this file did not answer in time.';
export const offline = 'The host of this file cannot be reached.';
export const server = 'The host of this file had a problem of its own.';
export const refused = (why: string) => why;
export const saving = 'Saving a file…';
