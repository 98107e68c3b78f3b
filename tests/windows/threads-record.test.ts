/** The script that records what Wine prints keeps a record when the program, or Wine, has failed. */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const hasBash = spawnSync('bash', ['-c', 'command -v timeout']).status === 0;
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'record-'));
  copyFileSync('tests/conformance/threads/record.sh', join(folder, 'record.sh'));
  writeFileSync(join(folder, 'one.c'), 'int main(void) { return 0; }\n');
  writeFileSync(join(folder, 'one.out'), 'before\n');
  command('x86_64-w64-mingw32-gcc', 'exit 0');
});
afterEach(() => rmSync(folder, { recursive: true }));

function command(name: string, body: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(folder, name), 0o755);
}

/** Records with a Wine that does `body`. */
function recorded(body: string): { isDone: boolean; record: string } {
  command('wine64', body);
  const { status } = spawnSync(join(folder, 'record.sh'), {
    env: { ...process.env, PATH: `${folder}:${process.env['PATH']}` },
  });
  return { isDone: status === 0, record: readFileSync(join(folder, 'one.out'), 'utf8') };
}

test.runIf(hasBash)('what is printed is recorded, without carriage returns', () => {
  expect(recorded("printf 'after\\r\\n'")).toEqual({ isDone: true, record: 'after\n' });
});

test.runIf(hasBash)('a crash is not', () => {
  expect(recorded("printf 'half\\r\\n'; exit 5")).toEqual({ isDone: false, record: 'before\n' });
});
