// Runs the Slack of the npm package `emulate` and has it deliver events to EVENTS_URL, which its own API cannot set.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const folder = join(process.cwd(), "node_modules", "emulate", "dist");
const load = (name) => import(pathToFileURL(join(folder, name)).href);
const isSlack = (name) =>
  name.startsWith("dist-") && name.endsWith(".js") && readFileSync(join(folder, name), "utf8").includes("/api/chat.postMessage");
const { slackPlugin, getSlackStore } = await load(readdirSync(folder).find(isSlack));
const { createEmulator } = await load("api.js");

let deliveries, store;
const register = slackPlugin.register;
slackPlugin.register = function (app, ownStore, webhooks, ...others) {
  [deliveries, store] = [webhooks, ownStore];
  return register.call(this, app, ownStore, webhooks, ...others);
};
const scopes = ["chat:write", "channels:read", "channels:history", "users:read", "im:write", "im:history"];
const seed = {
  team: { name: "Test", domain: "test" },
  users: [{ name: "ann", real_name: "Ann", email: "ann@example.com" }],
  channels: [{ name: "operations" }],
  bots: [{ name: "resync" }],
  oauth_apps: [
    {
      client_id: "1.2",
      client_secret: "client-secret",
      app_id: "A000000001",
      name: "Resync",
      redirect_uris: ["https://resync.example.com/slack/oauth_redirect"],
      scopes,
      bot_name: "resync",
    },
  ],
  tokens: [
    { token: "xoxp-ann", user: "ann", scopes },
    { token: "xoxb-resync", user: "resync", scopes },
  ],
  signing_secret: "signing-secret",
  strict_scopes: true,
};
const running = await createEmulator({ service: "slack", port: Number(process.env.PORT), seed: { slack: seed } });
deliveries.register({ url: process.env.EVENTS_URL, events: ["*"], active: true, owner: "slack" });
const slack = getSlackStore(store);
const channel = slack.channels.all().find((each) => each.name === "operations").channel_id;
console.log(JSON.stringify({ url: running.url, channel }));
