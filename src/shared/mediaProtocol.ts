import type { ItemAddress, MediaPlace } from './protocol';

/** Whether media are loaded by themselves, or only once somebody asks for them. */
export type MediaMode = 'load' | 'onClick';

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** A file as the host fetched it. The page never learns of a link that it could follow itself. */
export interface MediaRead {
  readonly bytes: Uint8Array;
  /** Told by the bytes, not by the server. */
  readonly type: string;
  readonly size?: PictureSize | undefined;
  /** The codec of the sound of a film, where it is one that editors may lack: `mp4a.40.2` is AAC. */
  readonly sound?: string | undefined;
  /** The link had expired and was signed anew, so what the page knows of links is old. */
  readonly renewed: boolean;
}

/** The page may show another item by the time it is heard: then the same place holds another file. */
export interface MediaAsked extends MediaPlace {
  readonly of: ItemAddress;
}

/** What a page may ask about the files it found; each names a place, never a link. */
export interface MediaRequests {
  readMedia: { readonly params: MediaAsked; readonly result: MediaRead };
  /** In bytes; undefined where the server does not tell. */
  measureMedia: { readonly params: MediaAsked; readonly result: number | undefined };
  /** Outside the editor. */
  openMedia: { readonly params: MediaAsked; readonly result: null };
  saveMedia: { readonly params: MediaAsked; readonly result: null };
  copyMediaLink: { readonly params: MediaAsked; readonly result: null };
  /** Asked with the first picture of a page: whether to say who sees the viewer's address. True once, ever. */
  tellOfMedia: { readonly params: null; readonly result: boolean };
  setMediaMode: { readonly params: { readonly mode: MediaMode }; readonly result: null };
}
