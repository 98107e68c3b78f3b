/** `npm start`: builds the book and serves it, saying what it does and how long that took. */
import { spawn } from 'node:child_process';

const began = Date.now();
process.stdout.write('Building the book: system DLLs, programs, pages, search index …\n');
const ticking = setInterval(() => {
  process.stdout.write(`  still building, ${Math.round((Date.now() - began) / 1000)} s\n`);
}, 10_000);
const build = spawn('astro', ['build', '--silent'], { stdio: 'inherit', shell: process.platform === 'win32' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => build.kill(signal));
build.on('exit', async (code, signal) => {
  clearInterval(ticking);
  if (code !== 0) {
    console.error(signal ? 'The build was stopped.' : 'The book could not be built; the lines above say why.');
    process.exit(code ?? 1);
  }
  console.log(`Built in ${((Date.now() - began) / 1000).toFixed(1)} s.`);
  await import('./serve.mjs');
});
