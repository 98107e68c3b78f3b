/**
 * Unzipped packages on a server of their own, beside a page that plays a learning management system: scorm-again, which allows more
 * than the standards promise, behind an object that allows exactly that much. For cmi5 a small learning record store.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { dist } from '../site.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
};

const scormAgain = fileURLToPath(new URL('../../../node_modules/scorm-again/dist', import.meta.url));

/** The page of a system; `?version=1.2|2004&start=address`. What was committed lies in its local storage. */
const lms = `<!doctype html><html><head><title>LMS</title><link rel="icon" href="data:,"></head><body>
<script src="/scorm-again.js"></script>
<script>
const query = new URLSearchParams(location.search);
const is12 = query.get('version') === '1.2';
const inner = is12 ? new Scorm12API({ autocommit: false, logLevel: 5 }) : new Scorm2004API({ autocommit: false, logLevel: 5 });
const kept = JSON.parse(localStorage.getItem('kept') ?? 'null');
if (kept) inner.loadFromJSON(kept);
const core = is12 ? inner.cmi.core : inner.cmi;
core[is12 ? 'student_id' : 'learner_id'] = query.get('learner') ?? 'ada';
core.entry = kept ? 'resume' : 'ab-initio';
if (is12) core.credit = 'credit';
for (const [element, value] of Object.entries(JSON.parse(query.get('set') ?? '{}'))) core[element] = value;
window.calls = [];
const names = is12
  ? ['LMSInitialize', 'LMSGetValue', 'LMSSetValue', 'LMSCommit', 'LMSFinish', 'LMSGetLastError', 'LMSGetErrorString', 'LMSGetDiagnostic']
  : ['Initialize', 'GetValue', 'SetValue', 'Commit', 'Terminate', 'GetLastError', 'GetErrorString', 'GetDiagnostic'];
const most = is12
  ? { 'cmi.suspend_data': 4096, 'cmi.core.lesson_location': 255, id: 255, student_response: 255 }
  : { 'cmi.suspend_data': Number(query.get('characters') ?? 64000), 'cmi.location': 1000, id: 4000, learner_response: 4000 };
const api = {};
let tooLong = false;
for (const name of names) {
  api[name] = (...values) => {
    if (name.endsWith('SetValue')) {
      const limit = most[values[0]] ?? most[values[0].split('.').at(-1)];
      tooLong = limit !== undefined && values[1].length > limit;
      if (tooLong) {
        calls.push([name, ...values.map((value) => value.slice(0, 60)), 'too long', values[1].length]);
        return 'false';
      }
    }
    if (name.endsWith('GetLastError') && tooLong) return is12 ? '405' : '406';
    const result = inner[is12 || name.startsWith('LMS') ? name : name](...values);
    if (!/Get/.test(name)) calls.push([name, ...values, String(result), String(inner[is12 ? 'LMSGetLastError' : 'GetLastError']())]);
    if (/Commit|Finish|Terminate/.test(name)) localStorage.setItem('kept', JSON.stringify(inner.renderCMIToJSONObject().cmi));
    return String(result);
  };
}
window[is12 ? 'API' : 'API_1484_11'] = api;
window.value = (element) => element.split('.').slice(1).reduce((object, name) => object?.[name], inner.cmi);
window.launch = () => {
  const frame = document.createElement('iframe');
  frame.src = query.get('start');
  frame.style = 'width:1000px;height:1400px';
  frame.title = 'SCO';
  document.body.append(frame);
};
launch();
</script></body></html>`;

export interface Packages {
  readonly origin: string;
  readonly store: RecordStore;
  close(): Promise<void>;
}

/** What the record store of a test has heard. */
export interface RecordStore {
  readonly statements: Readonly<Record<string, unknown>>[];
  readonly documents: Map<string, string>;
  /** Tokens that were fetched. */
  tokens: number;
  /** What is wrong with what came: each must stay away. */
  readonly complaints: string[];
  launchData: Readonly<Record<string, unknown>>;
}

export async function servePackages(): Promise<Packages> {
  const zips = new Map<string, Record<string, Uint8Array>>();
  const store: RecordStore = { statements: [], documents: new Map(), tokens: 0, complaints: [], launchData: {} };
  const fileOf = (path: string): Uint8Array | undefined => {
    if (path === '/lms.html') return new TextEncoder().encode(lms);
    if (path === '/empty.html')
      return new TextEncoder().encode(
        '<!doctype html><link rel="icon" href="data:,"><title>Back</title><h1>Back in the course</h1>',
      );
    if (path === '/scorm-again.js') return readFileSync(join(scormAgain, 'scorm-again.min.js'));
    const [, name = '', file = ''] = /^\/([\w.-]+)\/(.+)$/.exec(path) ?? [];
    if (!/^[\w.-]+\.(scorm-1\.2|scorm-2004|cmi5)$/.test(name)) return undefined;
    let zip = zips.get(name);
    if (!zip) {
      zip = unzipSync(readFileSync(join(dist, 'packages', `${name}.zip`)));
      zips.set(name, zip);
    }
    return zip[file];
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://server');
    if (pathname.startsWith('/store/')) return void answerAsStore(store, request, response, pathname.slice(7));
    const file = fileOf(decodeURIComponent(pathname));
    response.writeHead(file ? 200 : 404, { 'Content-Type': types[extname(pathname)] ?? 'application/octet-stream' });
    response.end(file);
  });
  const storeServer = await listening(server);
  return {
    origin: `http://127.0.0.1:${(storeServer.address() as AddressInfo).port}`,
    store,
    close: () => new Promise((resolve) => server.close(() => resolve()) && server.closeAllConnections()),
  };
}

function listening(server: Server): Promise<Server> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

async function answerAsStore(store: RecordStore, request: IncomingMessage, response: ServerResponse, path: string) {
  const { searchParams } = new URL(request.url ?? '/', 'http://server');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString('utf8');
  const answer = (status: number, text = '') => {
    response.writeHead(status, {
      'Content-Type': 'application/json',
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Headers': 'authorization,content-type,x-experience-api-version',
      'Access-Control-Allow-Methods': 'GET,PUT,POST',
    });
    response.end(text);
  };
  if (request.method === 'OPTIONS') return answer(204);
  if (path === 'fetch') {
    if (request.method !== 'POST') store.complaints.push('the token was not fetched by POST');
    store.tokens += 1;
    if (store.tokens > Number(searchParams.get('most') ?? 1)) {
      return answer(200, JSON.stringify({ 'error-code': '1', 'error-text': 'used' }));
    }
    return answer(200, JSON.stringify({ 'auth-token': 'c2VjcmV0' }));
  }
  if (request.headers.authorization !== 'Basic c2VjcmV0') store.complaints.push(`${path} without the token`);
  if (!request.headers['x-experience-api-version']) store.complaints.push(`${path} without a version`);
  if (path === 'xapi/activities/state') {
    const id = searchParams.get('stateId') ?? '';
    if (id === 'LMS.LaunchData') return answer(200, JSON.stringify(store.launchData));
    const key = `${id} ${searchParams.get('registration')}`;
    if (request.method === 'PUT') store.documents.set(key, body);
    const document = store.documents.get(key);
    return request.method === 'PUT' ? answer(204) : document === undefined ? answer(404) : answer(200, document);
  }
  if (path === 'xapi/agents/profile') return answer(200, JSON.stringify({ languagePreference: 'en-GB' }));
  if (path === 'xapi/statements' && request.method === 'POST') {
    const list = JSON.parse(body) as Readonly<Record<string, unknown>>[];
    store.statements.push(...list);
    return answer(200, JSON.stringify(list.map(({ id }) => id)));
  }
  store.complaints.push(`nobody knows ${request.method} ${path}`);
  return answer(404);
}
