import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { ApiError } from '../../../src/core/errors';
import { createMediaFetcher } from '../../../src/core/media';
import { errorWords as words } from '../../../src/shared/words/errors';
import { never, startServer } from '../../unit/core/localServer';
import type { Group } from '../row';
import { secrets, type World } from '../world';

const png = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** Fetches a picture from a host that answers like this; nothing of the API is asked. */
function picture(
  answer: RequestListener,
  link = (origin: string) => `${origin}/a.png?X-Amz-Signature=${secrets.signature}`,
) {
  return async (world: World): Promise<void> => {
    const host = world.opened.add(await startServer(answer));
    const media = createMediaFetcher({ allowLoopback: true, maxBytes: 1_000_000, idleTimeoutMs: 60 });
    world.opened.add(media);
    try {
      await media.fetch(link(host.origin), never());
    } catch (error) {
      assert.ok(error instanceof ApiError);
      world.show(error);
    }
    for (const { headers } of host.seen) assert.equal(headers.authorization, undefined);
  };
}

const nothing = { rows: 'none', requests: 0 } as const;
const link = (why: string) => words.link(`: The link was not followed: ${why}`);

export const media: Group = {
  title: 'Pictures',
  rows: [
    { ...nothing, fault: 'none: a picture', act: picture((_, response) => response.end(png)) },
    {
      ...nothing,
      fault: 'the link has expired (403)',
      said: words.notFound,
      button: words.findItem,
      act: picture((_, response) => response.writeHead(403).end('<Error/>')),
    },
    {
      ...nothing,
      fault: 'the host has a problem (503)',
      said: words.server(' (503)'),
      button: words.retry,
      act: picture((_, response) => response.writeHead(503).end()),
    },
    {
      ...nothing,
      fault: 'the host falls silent',
      said: words.timeout,
      button: words.retry,
      act: picture((_, response) => void response.writeHead(200).write('half')),
    },
    {
      ...nothing,
      fault: 'more than is wanted',
      said: words.tooLarge,
      button: words.showLog,
      act: picture((_, response) => response.end(Buffer.alloc(2_000_000))),
    },
    {
      ...nothing,
      fault: 'a redirect into the private network',
      said: link('Its host has a private address'),
      button: words.showLog,
      act: picture((_, response) => response.writeHead(302, { Location: 'https://192.168.1.1/' }).end()),
    },
    {
      ...nothing,
      fault: 'a link to the metadata of a cloud',
      said: link('Its host has a metadata address'),
      button: words.showLog,
      act: picture(
        (_, response) => response.end(),
        () => 'https://169.254.169.254/latest',
      ),
    },
    {
      ...nothing,
      fault: 'a link without TLS',
      said: link('Only https links are read'),
      button: words.showLog,
      act: picture(
        (_, response) => response.end(),
        () => 'http://93.184.216.34/a.png',
      ),
    },
  ],
};
