import { describe, expect, test } from 'vitest';
import { consoleText } from '../../src/lab/console.ts';
import type { Action, Lab } from '../../src/lab/lab.ts';
import { hash } from '../../src/machine/hash.ts';
import { labOf, runtimeTest } from './labs.ts';

const PROGRAM = `#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int depth(int n)
{
    char room[64];
    memset(room, n, sizeof room);
    return n == 0 ? room[0] : depth(n - 1) + 1;
}

int main(void)
{
    int i, sum = 0;
    char *blocks[6];
    for (i = 0; i < 6; i++)
        blocks[i] = malloc(16 + 24 * i);
    for (i = 0; i < 6; i += 2)
        free(blocks[i]);
    sum = depth(9);
    printf("%d\\n", sum);
    for (i = 1; i < 6; i += 2)
        free(blocks[i]);
    return 0;
}
`;

const step = (
  how: 'into' | 'over' | 'out',
  direction: 'forward' | 'backward',
  unit: 'line' | 'instruction' = 'line',
): Action => ({ kind: 'step', how, unit, direction });

/** A walk of chance that can be repeated. */
function* chance(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    yield state >>> 16;
  }
}

const ACTIONS: readonly Action[] = [
  step('into', 'forward'),
  step('over', 'forward'),
  step('out', 'forward'),
  step('into', 'backward'),
  step('over', 'backward'),
  step('into', 'forward', 'instruction'),
  step('into', 'backward', 'instruction'),
  step('over', 'backward', 'instruction'),
];

async function walk(lab: Lab, seed: number, count: number): Promise<void> {
  const seen = new Map<number, string>();
  const numbers = chance(seed);
  for (let i = 0; i < count; i++) {
    const n = numbers.next().value;
    const action: Action =
      n % 10 === 9
        ? { kind: 'goto', position: lab.now.range.start + (n % (lab.now.range.end + 1)) }
        : (ACTIONS[n % ACTIONS.length] as Action);
    await lab.act(action);
    expect(lab.now.failure).toBeUndefined();
    const { position } = lab.now.now;
    const sum = hash(lab.machine);
    expect(sum, `position ${position}`).toBe(seen.get(position) ?? sum);
    seen.set(position, sum);
  }
}

describe('time travel', () => {
  test('at each position the machine is the same, whichever way it was come to', async () => {
    await walk(await labOf(PROGRAM), 1, 120);
    await walk(await labOf(PROGRAM, 'bp main; g', {}, 'MDd'), 2, 60);
  });

  test('the same holds with several modules', async () => {
    await walk(await runtimeTest('MDd', 'MTd', 'bp wmain; g'), 3, 60);
  });

  test('Back undoes Step, line by line', async () => {
    const lab = await labOf(PROGRAM);
    const positions = [lab.now.now.position];
    for (let i = 0; i < 25; i++) {
      await lab.act(step('over', 'forward'));
      if (lab.now.end?.kind === 'exit') break;
      positions.push(lab.now.now.position);
    }
    expect(positions.length).toBeGreaterThan(15);
    await lab.act({ kind: 'goto', position: positions[positions.length - 1] ?? 0 });
    for (const position of positions.slice(1, -1).reverse()) {
      await lab.act(step('over', 'backward'));
      expect(lab.now.now.position).toBe(position);
    }
  });

  test('Back at the first line stays there', async () => {
    const lab = await labOf(PROGRAM);
    await lab.act(step('over', 'forward'));
    const { position } = lab.now.now;
    await lab.act(step('over', 'backward'));
    expect(lab.now.end?.kind).toBe('start');
    expect(lab.now.now.position).toBe(position);
  });

  test('input begins another future, and happens again when it is come to again', async () => {
    const lab = await labOf(
      '#include <stdio.h>\nint main(void)\n{\n    int n = 0;\n    scanf("%d", &n);\n    printf("%d\\n", n + 1);\n    return 0;\n}\n',
    );
    await lab.act({ kind: 'run', direction: 'forward' });
    expect(lab.now.end?.kind).toBe('input');
    const waiting = lab.now.now.position;
    await lab.act({ kind: 'type', text: '41\r\n' });
    await lab.act({ kind: 'run', direction: 'forward' });
    expect(lab.now.end).toMatchObject({ kind: 'exit', code: 0 });
    const end = lab.now.now.position;
    const sum = hash(lab.machine);
    await lab.act({ kind: 'goto', position: waiting - 10 });
    await lab.act({ kind: 'goto', position: end });
    expect(hash(lab.machine)).toBe(sum);
    await lab.act({ kind: 'goto', position: waiting - 10 });
    await lab.act({ kind: 'type', text: '7\r\n' });
    await lab.act({ kind: 'run', direction: 'forward' });
    expect(
      consoleText(lab.now.now.log)
        .map(({ text }) => text)
        .join(''),
    ).toContain('8\n');
    expect(lab.inputs).toHaveLength(1);
  });
});

describe('guests that run wild', () => {
  const end = async (body: string) => {
    const lab = await labOf(
      `#include <windows.h>\n#include <stdlib.h>\n#include <string.h>\nint f(int n) { char a[500]; memset(a, n, sizeof a); return f(n + 1) + a[3]; }\nint main(void)\n{\n    ${body}\n    return 0;\n}\n`,
    );
    await lab.act({ kind: 'run', direction: 'forward' });
    expect(lab.now.failure).toBeUndefined();
    return lab.now.end;
  };

  test('a null pointer ends the process with an access violation', async () => {
    expect(await end('*(int *)0 = 1;')).toMatchObject({ kind: 'exit', code: 0xc0000005 });
  });

  test('recursion without end is a stack overflow', async () => {
    expect(await end('f(0);')).toMatchObject({ kind: 'exit', code: 0xc00000fd });
  });

  test('a division by zero is a division by zero', async () => {
    expect(await end('volatile int z = 0; z = 1 / z;')).toMatchObject({ kind: 'exit', code: 0xc0000094 });
  });

  test('100 MB can be asked for without harm', async () => {
    expect(await end('char *p = malloc(100000000); if (p) p[99999999] = 1; free(p);')).toMatchObject({
      kind: 'exit',
      code: 0,
    });
  });

  test('an endless loop can be paused', async () => {
    const lab = await labOf('int main(void)\n{\n    for (;;)\n        ;\n}\n');
    const running = lab.act({ kind: 'run', direction: 'forward' });
    setTimeout(() => lab.pause(), 100);
    await running;
    expect(lab.now.end?.kind).toBe('interrupted');
  });
});
