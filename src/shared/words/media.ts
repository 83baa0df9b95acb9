import { count } from '../format';

const pixels = ({ width, height }: { readonly width: number; readonly height: number }) =>
  `${width.toLocaleString('en-US')} × ${height.toLocaleString('en-US')}`;

/** Every sentence and label about pictures, films, sounds and other files. */
export const mediaWords = {
  kinds: { image: 'Picture', video: 'Video', audio: 'Sound', file: 'File' },
  open: (kind: string, path: string) => `Open ${kind.toLowerCase()} ${path}`,
  load: (kind: string, path: string) => `Load ${kind.toLowerCase()} ${path}`,
  loadThis: { image: 'Load picture', video: 'Load video', audio: 'Load sound', file: 'Load file' },
  loadAll: 'Load all pictures',
  loading: 'Loading…',
  reload: 'Reload',
  tryAgain: 'Try again',
  compare: 'Compare',
  compareTitle: 'Compare output and input with a slider',
  sound: (codec: string) => `Its sound (${codec}) cannot be played here, so the video is silent.`,
  codecs: { 'mp4a.40.2': 'AAC', 'ac-3': 'Dolby Digital', 'ec-3': 'Dolby Digital Plus', alac: 'ALAC' } as Readonly<
    Record<string, string>
  >,
  hostsSee:
    'Pictures and other files come from the hosts that keep them, so those hosts see the network address of this machine. The API key is never sent to them.',
  understood: 'OK',
  onlyOnClick: 'Load Only on Click',

  viewer: 'Large view',
  place: (place: number, total: number) => `${place.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}`,
  pixels,
  expires: (left: string) => `link expires in ${left}`,
  expired: 'link has expired',
  stage: (path: string) => `${path}: plus and minus zoom, Shift and arrows move, left and right show the next`,
  zoomIn: 'Zoom in (+)',
  zoomOut: 'Zoom out (−)',
  fit: { label: 'Fit', title: 'Fit into the page (0)' },
  full: { label: '1:1', title: 'Full size, 100 % (1)' },
  zoom: (scale: number) => `${Math.max(1, Math.round(scale * 100)).toLocaleString('en-US')} %`,
  previous: 'Previous (←)',
  next: 'Next (→)',
  copyImage: 'Copy Image',
  copiedImage: 'Copied.',
  copyLink: 'Copy Link',
  save: 'Save As…',
  openOutside: 'Open Externally',
  close: 'Close (Escape)',
  slider: 'Before and after: how much of the input is shown',
  sliderValue: (percent: number) => `${percent} % input, ${100 - percent} % output`,
  before: 'Input',
  after: 'Output',
  cannotCopy: 'The editor did not let the picture onto the clipboard.',

  gone: 'This file is no longer there.',
  linkExpired: 'The link of this file has expired.',
  notThere: 'This file is no longer part of what was read.',
  notMedia: 'The link leads to a web page, not to a file.',
  notAPicture: 'This is not a picture the editor can show.',
  notPlayable: 'The editor cannot play this file.',
  tooLarge: (most: string) => `This file is larger than the ${most} that are read here.`,
  tooManyPixels: (size: { readonly width: number; readonly height: number }, most: number) =>
    `${pixels(size)} pixels are more than the ${count(most, 'pixel', 'pixels')} that are shown here.`,
  timeout: 'The host of this file did not answer in time.',
  offline: 'The host of this file cannot be reached.',
  server: 'The host of this file had a problem of its own.',
  refused: (why: string) => why,
  saving: 'Saving a file…',
} as const;
