// Evaluates expressions by the reference implementation of JSONata.
//   node jsonata_reference.mjs MODULES PACKAGE < cases > outcomes
// MODULES: the folder that holds node_modules; PACKAGE: the version's name there. A case is a line {"expression":..,"input":..}; its outcome a line with one
// member: {"value":..}, {"nothing":true}, {"function":true}, {"error":"T2001"} or {"broken":".."}, an exception that is no
// error of the language's. Exits with 3 when the package is not installed.
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';

function installed() {
  try {
    return createRequire(path.resolve(process.argv[2], 'index.js'))(process.argv[3]);
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    process.exit(3);
  }
}

const isFunction = (value) => typeof value === 'function' || Boolean(value?._jsonata_lambda || value?._jsonata_function);
const withoutFunctions = (_, value) => (isFunction(value) ? '' : value);

async function outcome(jsonata, { expression, input }) {
  try {
    const value = await jsonata(expression).evaluate(input);
    if (value === undefined) return { nothing: true };
    return isFunction(value) ? { function: true } : { value: JSON.parse(JSON.stringify(value, withoutFunctions)) };
  } catch (error) {
    return error.code ? { error: error.code } : { broken: String(error.message ?? error).slice(0, 80) };
  }
}

const jsonata = installed();
for await (const line of readline.createInterface({ input: process.stdin })) {
  fs.writeSync(1, `${JSON.stringify(await outcome(jsonata, JSON.parse(line)))}\n`);
}
