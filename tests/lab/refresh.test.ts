/** When a source has come late, lenses are shown the present moment again. */
import { expect, test } from 'vitest';
import { labOf } from './labs.ts';

test('a refreshed lab shows the same moment as another object', async () => {
  const lab = await labOf('int main(void) { return 3; }');
  const { now } = lab.now;
  const seen: unknown[] = [];
  lab.subscribe(({ now: shown }) => seen.push(shown));
  lab.refresh();
  expect(seen).toHaveLength(1);
  expect(seen[0]).not.toBe(now);
  expect(seen[0]).toMatchObject({ position: now.position, snapshot: now.snapshot });
  expect(lab.now.now.registers.eip).toBe(now.registers.eip);
  expect(lab.now.now.modules.length).toBe(now.modules.length);
});
