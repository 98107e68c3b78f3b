/** `npm run bench`: all benchmarks, one after the other; words behind it choose files by name. They judge nothing. */
import { readdirSync } from 'node:fs';

const asked = process.argv.slice(2);
const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.bench.ts'));
for (const file of files.sort()) {
  if (asked.length > 0 && !asked.some((word) => file.includes(word))) continue;
  console.log(`\n${file.replace('.bench.ts', '')}`);
  const { default: bench } = (await import(`./${file}`)) as { default: () => Promise<void> };
  await bench();
}
