"use strict";
// Starts the API and stops it in good order.

const http = require("node:http");
const path = require("node:path");

const { makeApp } = require("./app");
const { readConfig } = require("./config");

// How long requests may take that are under way when the API is told to stop.
const GRACE_MS = 10_000;

function configuration() {
  try {
    process.loadEnvFile(path.join(__dirname, ".env"));
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  try {
    return readConfig(process.env);
  } catch (error) {
    console.error(error.message);
    process.exit(2);
  }
}

const config = configuration();
const server = http.createServer(makeApp(config));
server.on("error", (error) => {
  console.error(`cannot listen on ${config.host}:${config.port}: ${error.message}`);
  process.exit(1);
});
server.listen(config.port, config.host, () => {
  console.log(`listening on ${config.host}:${config.port}`);
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    server.close(() => process.exit(0));
    setTimeout(() => server.closeAllConnections(), GRACE_MS).unref();
  });
}
