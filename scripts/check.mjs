/**
 * `npm test`: every check of the project, one after the other, each announced; the first that fails ends it.
 *
 * Words after `npm test --` choose steps by name: `npm test -- unit pages`.
 */
import { spawnSync } from 'node:child_process';

const steps = {
  format: ['biome ci --colors=off .', 'formatting and lint'],
  types: ['astro check --minimumFailingSeverity error --minimumSeverity error', 'types'],
  system: ['node scripts/system.mjs', 'the system DLLs are compiled, once for all that follows'],
  unit: ['vitest run', 'unit tests'],
  build: ['astro build --silent', 'the site is built'],
  pages: ['playwright test', 'the pages in a real browser'],
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in steps));
if (unknown.length > 0) {
  console.error(`No such step: ${unknown.join(', ')}. There are: ${Object.keys(steps).join(', ')}.`);
  process.exit(2);
}
const chosen = Object.entries(steps).filter(([name]) => asked.length === 0 || asked.includes(name));
const began = Date.now();
for (const [index, [name, [command, what]]] of chosen.entries()) {
  console.log(`\n[${index + 1}/${chosen.length}] ${name}: ${what}`);
  const start = Date.now();
  const { status } = spawnSync(command, { shell: true, stdio: 'inherit' });
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  if (status !== 0) {
    console.error(`\n${name} failed after ${seconds} s (repeat it alone with: npm test -- ${name})`);
    process.exit(status ?? 1);
  }
  console.log(`    ${name} passed in ${seconds} s`);
}
console.log(`\nAll checks passed in ${((Date.now() - began) / 1000).toFixed(0)} s.`);
