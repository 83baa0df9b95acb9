/** Serves files of one size from memory, in a process of its own: what it costs must not count. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const size = Number(process.argv[2]);
const file = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(size - 8)]);

const server = createServer((_, response) => {
  response.writeHead(200, { 'Content-Type': 'image/png', 'Content-Length': file.byteLength }).end(file);
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit(0));
