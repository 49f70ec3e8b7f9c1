// A little shop on Slack's own Bolt for JavaScript. It knows nothing of the practice workspace but its address, which
// is what makes it a witness: what Bolt does not understand, Slack would not have said.
const { App } = require('@slack/bolt');

const { API, BOT_TOKEN, APP_TOKEN, SIGNING_SECRET } = process.env;
const socketMode = Boolean(APP_TOKEN);
const app = new App({
  token: BOT_TOKEN,
  appToken: APP_TOKEN,
  signingSecret: SIGNING_SECRET,
  socketMode,
  clientOptions: { slackApiUrl: API, retryConfig: { retries: 2, minTimeout: 10, maxTimeout: 20 } },
});

const plain = (text) => ({ type: 'plain_text', text });

const form = (title, note = '') => ({
  type: 'modal',
  callback_id: 'order',
  title: plain(title),
  submit: plain('Send'),
  notify_on_close: true,
  blocks: [
    { type: 'input', block_id: 'what', label: plain('What'), element: { type: 'plain_text_input', action_id: 'v' } },
    { type: 'input', block_id: 'size', optional: true, label: plain('Size'), element: { type: 'external_select', action_id: 'pick', min_query_length: 1 } },
    ...(note ? [{ type: 'section', text: { type: 'mrkdwn', text: note } }] : []),
  ],
});

app.message(async ({ message, client, say }) => {
  if (message.subtype && message.subtype !== 'file_share') return;
  if (!message.files) {
    await say({ text: `You said ${message.text}`, thread_ts: message.ts });
    return;
  }
  const file = message.files[0];
  const got = await fetch(file.url_private_download, { headers: { Authorization: `Bearer ${BOT_TOKEN}` } });
  await client.files.uploadV2({
    channel_id: message.channel,
    thread_ts: message.ts,
    filename: `loud-${file.name}`,
    content: (await got.text()).toUpperCase(),
    initial_comment: 'Louder',
  });
});

app.command('/order', async ({ command, ack, client }) => {
  await ack(`Opening a form for ${command.text || 'something'}`);
  await client.views.open({ trigger_id: command.trigger_id, view: form('Order') });
});

// What Slack says when it refuses goes back to the person, word for word.
app.command('/refuse', async ({ command, ack, client, respond }) => {
  await ack();
  try {
    await client.chat.postMessage({ channel: command.user_id, text: 'x', blocks: [{ type: 'header', text: plain('x'.repeat(151)) }] });
  } catch (err) {
    await respond(`${err.data.error}: ${err.data.errors.join(' | ')} (${err.data.response_metadata.messages.length})`);
  }
});

app.options('pick', async ({ options, ack }) => {
  await ack({ options: ['small', 'large'].filter((s) => s.includes(options.value)).map((s) => ({ text: plain(s), value: s })) });
});

app.view('order', async ({ ack, view, body, client }) => {
  const what = view.state.values.what.v.value;
  const size = view.state.values.size.pick.selected_option?.value || 'any size';
  switch (what) {
    case 'nothing':
      return ack({ response_action: 'errors', errors: { what: 'We have no nothing.' } });
    case 'more':
      return ack({ response_action: 'update', view: form('Order again', 'This form was *updated*.') });
    case 'deep':
      return ack({ response_action: 'push', view: form('Deeper', 'This form was *pushed*.') });
  }
  await ack({ response_action: 'clear' });
  await client.chat.postMessage({
    channel: body.user.id,
    text: `${what}, ${size}?`,
    metadata: { event_type: 'order', event_payload: { what } },
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: `${what}, *${size}*?` } },
      { type: 'actions', block_id: 'do', elements: [{ type: 'button', action_id: 'approve', style: 'primary', text: plain('Approve'), value: what }] },
    ],
  });
});

app.view({ callback_id: 'order', type: 'view_closed' }, async ({ ack, body, client }) => {
  await ack();
  await client.chat.postMessage({ channel: body.user.id, text: 'You closed the form.' });
});

app.action('approve', async ({ ack, action, body, client, respond }) => {
  await ack();
  await client.chat.update({ channel: body.channel.id, ts: body.message.ts, text: `Approved: ${action.value}`, blocks: [] });
  await respond({ text: 'Only you see that it is done.', replace_original: false });
});

app.shortcut('restock', async ({ ack, shortcut, client }) => {
  await ack();
  await client.views.open({ trigger_id: shortcut.trigger_id, view: form('Restock') });
});

app.event('app_home_opened', async ({ event, client }) => {
  if (event.tab !== 'home') return;
  const who = await client.users.info({ user: event.user });
  await client.views.publish({
    user_id: event.user,
    view: { type: 'home', blocks: [{ type: 'header', text: plain(`Welcome, ${who.user.real_name}`) }] },
  });
});

(async () => {
  const server = await app.start(0);
  console.log(`ready ${socketMode ? 0 : server.address().port}`);
})();
