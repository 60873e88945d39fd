// One JSONata expression, evaluated by the reference implementation again and again, compiled and read once.
//   node jsonata_node.mjs MODULES EXPRESSION SECONDS < document.json
// MODULES: the folder that holds node_modules. Prints the nanoseconds of an evaluation, after a warm-up of as long, and then
// the result as JSON. Exits with 3 when the package is not installed.
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';

const [modules, expression, seconds] = process.argv.slice(2);

function installed() {
  try {
    return createRequire(path.resolve(modules, 'index.js'))('jsonata');
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    process.exit(3);
  }
}

const compiled = installed()(expression);
const input = JSON.parse(fs.readFileSync(0, 'utf8'));

async function nanosecondsEach() {
  const begin = process.hrtime.bigint();
  const enough = BigInt(Math.round(Number(seconds) * 1e9));
  let count = 0n;
  while (process.hrtime.bigint() - begin < enough) {
    for (let at = 0; at < 10; ++at) await compiled.evaluate(input);
    count += 10n;
  }
  return Number(process.hrtime.bigint() - begin) / Number(count);
}

await nanosecondsEach();
process.stdout.write(`${await nanosecondsEach()} ${JSON.stringify(await compiled.evaluate(input))}\n`);
