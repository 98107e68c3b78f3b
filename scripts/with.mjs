/**
 * Runs a command line under the Node and the tools that this project pins, installing them first where needed.
 *
 *   node scripts/with.mjs [--browser] command args…        one command, found among the project's tools by the shell
 *   node scripts/with.mjs --exec node file.ts args…        the words are passed on one by one, untouched
 *
 * Node built-ins only, and it runs on any Node from 18: this is the first thing that starts in a fresh clone.
 * What must hold: nothing goes to stdout but what the command itself prints; its exit code is ours.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const windows = process.platform === 'win32';

const words = process.argv.slice(2);
const wantsBrowser = take('--browser');
const wantsExec = take('--exec');

function take(option) {
  if (words[0] !== option) return false;
  words.shift();
  return true;
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

function fail(text) {
  say(text);
  process.exit(1);
}

/** Runs npm as the program that started us, so that it never deletes the Node it runs on. */
function npm(args) {
  const cli = process.env.npm_execpath;
  const viaNode = cli?.endsWith('.js') ? [process.env.npm_node_execpath ?? process.execPath, cli] : null;
  const [command, ...first] = viaNode ?? [windows ? 'npm.cmd' : 'npm'];
  return spawnSync(command, [...first, ...args], { cwd: root, stdio: ['ignore', 2, 2], shell: windows && !viaNode })
    .status;
}

/** After this the packages of the lockfile are in node_modules. */
function install() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const want = createHash('sha256').update(lock).update(process.platform).update(process.arch).digest('hex');
  const stamp = join(modules, '.installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === want) return;
  say('Installing the packages of package-lock.json (about a minute, once) …');
  const flags = ['--no-audit', '--no-fund', '--loglevel=error', '--include=dev', '--include=optional'];
  if (npm(['ci', ...flags]) !== 0) {
    say('npm ci did not succeed; trying npm install …');
    if (npm(['install', '--no-save', '--package-lock=false', ...flags]) !== 0) {
      fail('The packages could not be installed. Is the network reachable? The lines above say what npm found.');
    }
  }
  mkdirSync(modules, { recursive: true });
  writeFileSync(stamp, want);
}

/** The folder of a Node that can run TypeScript as it stands: the pinned one, else this one if new enough. */
function nodeFolder() {
  const os = windows ? 'win' : process.platform;
  for (const name of [`node-${os}-${process.arch}`, `node-bin-${os}-${process.arch}`]) {
    const file = join(modules, name, 'bin', windows ? 'node.exe' : 'node');
    if (existsSync(file)) return dirname(file);
  }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return dirname(process.execPath);
  return fail(
    `This project needs Node 22.18 or newer, and no Node package is offered for ${process.platform} ${process.arch}. ` +
      `You run ${process.versions.node}; please install a newer one from https://nodejs.org.`,
  );
}

function answers(file) {
  return spawnSync(file, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

/** The browser for the page tests, installed if there is none; its path, or '' for Playwright's own. */
function browser(env) {
  const known = [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
  ];
  const find = () => [process.env.CHROMIUM, ...known].find((file) => file && existsSync(file) && answers(file));
  const found = find();
  if (found) return found;
  const { chromium } = createRequire(join(root, 'package.json'))('@playwright/test');
  if (existsSync(chromium.executablePath())) return '';
  say('No Chromium found; installing one for the page tests …');
  const asRoot = process.getuid?.() === 0;
  const cli = join(modules, '@playwright', 'test', 'cli.js');
  const options = { cwd: root, env, stdio: ['ignore', 2, 2] };
  if (spawnSync('node', [cli, 'install', ...(asRoot ? ['--with-deps'] : []), 'chromium'], options).status === 0)
    return '';
  if (asRoot && existsSync('/usr/bin/apt-get')) {
    spawnSync('apt-get', ['update', '-qq'], options);
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options);
  }
  return find() ?? fail('The page tests need Chromium: install it, or name its path in the variable CHROMIUM.');
}

if (words.length === 0) fail('Usage: node scripts/with.mjs [--browser] [--exec] command …');
install();
const env = {
  ...process.env,
  ASTRO_TELEMETRY_DISABLED: '1',
  PATH: [nodeFolder(), join(modules, '.bin'), process.env.PATH].join(delimiter),
};
if (wantsBrowser) env.CHROMIUM = browser(env);

/** Starts `node file args…` where the user stands (npm itself moves to the project), the file being the project's. */
function execute() {
  const [command, file, ...rest] = words;
  if (command !== 'node' || !file) fail('--exec takes: node file args…');
  const node = join(nodeFolder(), windows ? 'node.exe' : 'node');
  const script = file.startsWith('-') ? file : join(root, file);
  return spawn(node, [script, ...rest], { stdio: 'inherit', env, cwd: process.env.INIT_CWD ?? process.cwd() });
}

const child = wantsExec
  ? execute()
  : spawn(windows ? words.join(' ') : `exec ${words.join(' ')}`, { stdio: 'inherit', env, cwd: root, shell: true });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => fail(`${words[0]} could not be started: ${error.message}`));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)));
