/**
 * What Lambda does with a package: loads `lambda.js`, calls its handler once, asynchronously and with a deadline. The time-out
 * is that of the deployed function. It says one line of JSON when it has loaded, and one when it is done.
 */
const { join } = require('node:path');
const { performance } = require('node:perf_hooks');

const [folder, functionName, timeoutMs] = process.argv.slice(2);
const tell = (invocation) => process.stdout.write(`${JSON.stringify({ invocation })}\n`);

const startMs = performance.now();
const { handler } = require(join(folder, 'lambda.js'));
tell({ loadedMs: Math.round(performance.now() - startMs) });

const deadlineMs = performance.now() + Number(timeoutMs);
const context = {
  awsRequestId: `${functionName}-1`,
  invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
  getRemainingTimeInMillis: () => Math.max(0, Math.round(deadlineMs - performance.now())),
};
handler({}, context).then(
  () => {
    tell({ leftMs: context.getRemainingTimeInMillis(), rssMb: Math.round(process.memoryUsage.rss() / 1e6) });
    process.exit(0); // Lambda freezes the process; a timer that is still open does not keep it
  },
  (error) => {
    tell({ error: String(error?.stack ?? error) });
    process.exit(1);
  },
);
