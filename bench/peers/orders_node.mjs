// The order workflow, three tasks that only echo, in interpreters that run in a Node process. Without timeouts, which some
// of them do not have: ours has them.
//   node orders_node.mjs PEER MODULES ORDERS IN_FLIGHT
// MODULES: the folder that holds node_modules. Prints the orders that succeeded and the seconds that they took, after a
// warm-up of a tenth as many. Exits with 3 when the peer is not installed.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import path from 'node:path';

const [peer, modules, orders, inFlight] = process.argv.slice(2);
const require = createRequire(path.resolve(modules, 'index.js'));
console.info = console.log = () => {}; // what the peers say

// Standard since ECMAScript 2024; Node has it from 22 on, and aws-local-stepfunctions needs it.
Promise.withResolvers ??= function () {
  const made = {};
  made.promise = new this((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
};

async function imported(name) {
  try {
    return await import(pathToFileURL(require.resolve(name)).href);
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    process.exit(3);
  }
}

const echo = async (input) => input;
const states = (resource) => ({
  StartAt: 'ValidateOrder',
  States: {
    ValidateOrder: { Type: 'Task', Resource: resource('ValidateOrder'), Next: 'ProcessPayment' },
    ProcessPayment: { Type: 'Task', Resource: resource('ProcessPayment'), Next: 'ConfirmOrder' },
    ConfirmOrder: { Type: 'Task', Resource: resource('ConfirmOrder'), End: true },
  },
});

// Each returns what runs one order and says whether it succeeded.
const peers = {
  async functions() {
    const tasks = [echo, echo, echo];
    return async (input) => {
      let value = input;
      for (const task of tasks) value = await task(value);
      return value.orderId === input.orderId;
    };
  },

  async 'aws-local-stepfunctions'() {
    const { StateMachine } = await imported('aws-local-stepfunctions');
    const machine = new StateMachine(states((name) => `arn:aws:lambda:us-east-1:123456789012:function:${name}`));
    const overrides = {
      taskResourceLocalHandlers: { ValidateOrder: echo, ProcessPayment: echo, ConfirmOrder: echo },
    };
    return async (input) => (await machine.run(input, { overrides }).result).orderId === input.orderId;
  },

  async statebox() {
    const Statebox = (await imported('@wmfs/statebox')).default;
    const statebox = new Statebox({});
    await statebox.ready;
    statebox.createModuleResources({
      echo: class Echo {
        run(event, context) {
          context.sendTaskSuccess(event);
        }
      },
    });
    await statebox.createStateMachines({ orders: states(() => 'module:echo') }, {});
    return async (input) => {
      const done = await statebox.startExecution(input, 'orders', { sendResponse: 'COMPLETE' });
      return done.status === 'SUCCEEDED' && done.ctx.orderId === input.orderId;
    };
  },

  async xstate() {
    const { createMachine, createActor, fromPromise, toPromise, assign } = await imported('xstate');
    const step = (target) => ({
      invoke: {
        src: 'echo',
        input: ({ context }) => context,
        onDone: { target, actions: assign(({ event }) => event.output) },
      },
    });
    const machine = createMachine(
      {
        context: ({ input }) => input,
        initial: 'validateOrder',
        states: {
          validateOrder: step('processPayment'),
          processPayment: step('confirmOrder'),
          confirmOrder: step('confirmed'),
          confirmed: { type: 'final' },
        },
        output: ({ context }) => context,
      },
      { actors: { echo: fromPromise(async ({ input }) => input) } },
    );
    return async (input) => (await toPromise(createActor(machine, { input }).start())).orderId === input.orderId;
  },
};

async function run(order, count) {
  let started = 0;
  let succeeded = 0;
  const user = async () => {
    while (started < count) if (await order({ orderId: String(100000000 + started++) })) ++succeeded;
  };
  await Promise.all(Array.from({ length: Number(inFlight) }, user));
  return succeeded;
}

const order = await peers[peer]();
await run(order, Math.ceil(Number(orders) / 10));
const began = process.hrtime.bigint();
const succeeded = await run(order, Number(orders));
process.stdout.write(`${succeeded} ${Number(process.hrtime.bigint() - began) / 1e9}\n`, () => process.exit(0));
