// What Slack's own Bolt for JavaScript needs for a click that writes one hash and acknowledges once that is kept. It
// checks no rights, keeps no log and posts nothing.
const { App, HTTPReceiver, LogLevel } = require('@slack/bolt');
const Redis = require('ioredis');

const [, , port, redisPort, signingSecret] = process.argv;
const redis = new Redis(Number(redisPort), '127.0.0.1');
const app = new App({
  receiver: new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR }),
  logLevel: LogLevel.ERROR,
  authorize: async () => ({ botToken: 'xoxb-test', botId: 'B0BOT', botUserId: 'U0BOT' }),
});

app.action('approve', async ({ ack, action, body }) => {
  await redis.hset(`bolt:${action.value}`, 'status', 'approved', 'by', body.user.id, 'at', Date.now());
  await ack();
});

app.start({ port: Number(port), host: '127.0.0.1' });
