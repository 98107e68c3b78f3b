/**
 * Serves the built site in dist/ over HTTP, and prints its address.
 *
 * Environment: PORT (default 4321, the next free one if it is taken), HOST (default 127.0.0.1), BASE (a path such as
 * /some/folder/ under which the site appears; default /).
 */
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGzip } from 'node:zlib';

const root = fileURLToPath(new URL('../dist', import.meta.url));
const base = `/${(process.env.BASE ?? '').replace(/^\/+|\/+$/g, '')}/`.replace('//', '/');
const host = process.env.HOST ?? '127.0.0.1';
const wanted = process.env.PORT;

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};
const compressed = /^(text|application\/(json|xml|manifest|wasm)|image\/svg)/;

function stat(file) {
  try {
    return statSync(file);
  } catch {
    return undefined;
  }
}

/** The file for a URL path: itself, a folder's index.html, a redirect to the folder, or nothing. */
function find(path) {
  const file = normalize(join(root, path));
  if (file !== root && !file.startsWith(root + sep)) return {};
  const found = stat(file);
  if (found?.isFile()) return { file };
  if (!found?.isDirectory()) return {};
  if (!path.endsWith('/')) return { redirect: `${path}/` };
  const index = join(file, 'index.html');
  return stat(index)?.isFile() ? { file: index } : {};
}

function send(request, response, status, file) {
  const type = types[extname(file)] ?? 'application/octet-stream';
  const gzip = compressed.test(type) && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  const immutable = file.includes(`${sep}_astro${sep}`);
  response.writeHead(status, {
    'Content-Type': type,
    'Cache-Control': immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    'X-Content-Type-Options': 'nosniff',
    Vary: 'Accept-Encoding',
    ...(gzip ? { 'Content-Encoding': 'gzip' } : { 'Content-Length': stat(file)?.size ?? 0 }),
  });
  if (request.method === 'HEAD') return response.end();
  const stream = createReadStream(file);
  stream.on('error', () => response.destroy());
  return (gzip ? stream.pipe(createGzip()) : stream).pipe(response);
}

const server = createServer((request, response) => {
  if (request.method !== 'GET' && request.method !== 'HEAD') return response.writeHead(405).end();
  let path;
  try {
    path = decodeURIComponent(new URL(request.url ?? '/', 'http://site').pathname);
  } catch {
    return response.writeHead(400).end();
  }
  if (!path.startsWith(base)) return response.writeHead(302, { Location: base }).end();
  const { file, redirect } = find(`/${path.slice(base.length)}`);
  if (redirect) return response.writeHead(301, { Location: base + encodeURI(redirect.slice(1)) }).end();
  if (file) return send(request, response, 200, file);
  return send(request, response, 404, join(root, '404.html'));
});

if (!stat(join(root, 'index.html'))) {
  console.error('There is no built site in dist/. Build it with: npm run build');
  process.exit(1);
}
let port = Number(wanted ?? 4321);
server.on('error', (error) => {
  if (error.code === 'EADDRINUSE' && wanted === undefined && port < 4400) {
    port += 1;
    server.listen(port, host);
    return;
  }
  console.error(error.code === 'EADDRINUSE' ? `Port ${port} is taken; choose another with PORT=…` : error.message);
  process.exit(1);
});
server.on('listening', () =>
  console.log(
    `Windows Under Glass is at http://${host === '127.0.0.1' ? 'localhost' : host}:${port}${base}  (Ctrl+C ends it)`,
  ),
);
server.listen(port, host);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(0));
