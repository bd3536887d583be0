/** A media process that only lives. */
process.stdout.on('error', () => {});
process.on('SIGTERM', () => process.exit(0));
console.log(`media ${process.pid}`);
setInterval(() => {}, 1_000);
