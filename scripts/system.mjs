/** Compiles the system DLLs, or finds that nothing has changed since they were compiled last. */
import { loadSystem } from '../src/windows/system.node.ts';

const began = performance.now();
const { images } = loadSystem();
const seconds = ((performance.now() - began) / 1000).toFixed(1);
console.log(
  `${images.map(({ fileName, bytes }) => `${fileName} ${Math.ceil(bytes.length / 1024)} KB`).join(', ')} (${seconds} s)`,
);
