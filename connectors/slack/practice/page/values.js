// What stands in the inputs of one surface, keyed as Slack keys it: block_id, then action_id.
export class Values {
  constructor(kept) {
    this.byBlock = new Map();
    for (const [block, actions] of Object.entries(kept || {})) {
      for (const [action, value] of Object.entries(actions)) this.set(block, action, value);
    }
  }

  get(block, action) {
    return this.byBlock.get(block)?.get(action);
  }

  set(block, action, value) {
    if (!this.byBlock.has(block)) this.byBlock.set(block, new Map());
    this.byBlock.get(block).set(action, value);
  }

  // Slack forgets what was typed once block_id or action_id is gone.
  keepOnly(blocks) {
    const alive = new Set(allBlocks(blocks).flatMap((b) => elementsOf(b).map((el) => `${b.block_id}\n${el.action_id}`)));
    for (const [block, actions] of this.byBlock) {
      for (const action of actions.keys()) if (!alive.has(`${block}\n${action}`)) actions.delete(action);
    }
  }

  toState() {
    const state = {};
    for (const [block, actions] of this.byBlock) {
      for (const [action, value] of actions) {
        state[block] ||= {};
        state[block][action] = value.files ? { ...value, files: value.files.map((f) => f.id || f) } : value;
      }
    }
    return state;
  }
}

// Blocks and those that they hold, at any depth.
export function allBlocks(blocks) {
  const held = (b) => [...(b.child_blocks || []), ...(b.type === 'carousel' ? b.elements || [] : []), ...(b.rows || []).flatMap((r) => (r.items || []).map((i) => i.block))];
  return (blocks || []).flatMap((b) => [b, ...allBlocks(held(b))]);
}

export function elementsOf(block) {
  const cells = block.type === 'data_table' ? block.rows.flat().map((c) => c.element) : [];
  return [block.element, block.accessory, ...(block.elements || []), ...(block.actions || []), ...cells].filter((el) => el && el.action_id);
}

// The value an untouched element has.
export function initialValue(el, zone) {
  const type = el.type;
  switch (type) {
    case 'plain_text_input': case 'number_input': case 'email_text_input': case 'url_text_input':
      return { type, value: el.initial_value ?? null };
    case 'static_select': case 'external_select': case 'radio_buttons': return { type, selected_option: el.initial_option ?? null };
    case 'multi_static_select': case 'multi_external_select': case 'checkboxes': return { type, selected_options: el.initial_options ?? [] };
    case 'users_select': return { type, selected_user: el.initial_user ?? null };
    case 'multi_users_select': return { type, selected_users: el.initial_users ?? [] };
    case 'conversations_select': return { type, selected_conversation: el.initial_conversation ?? null };
    case 'multi_conversations_select': return { type, selected_conversations: el.initial_conversations ?? [] };
    case 'channels_select': return { type, selected_channel: el.initial_channel ?? null };
    case 'multi_channels_select': return { type, selected_channels: el.initial_channels ?? [] };
    case 'datepicker': return { type, selected_date: el.initial_date ?? null };
    case 'timepicker': return { type, selected_time: el.initial_time ?? null, timezone: el.timezone || zone };
    case 'datetimepicker': return { type, selected_date_time: el.initial_date_time ?? null };
    case 'file_input': return { type, files: [] };
    case 'rich_text_input': return { type, rich_text_value: el.initial_value ?? null };
    default: return null;
  }
}

export function isEmpty(value) {
  const inner = Object.entries(value || {}).filter(([k]) => k !== 'type' && k !== 'timezone').map(([, v]) => v);
  return inner.every((v) => v === null || v === undefined || v === '' || (Array.isArray(v) && v.length === 0));
}

// What Slack's client itself refuses before the app hears of it.
export function mistake(block, value) {
  const el = block.element;
  if (isEmpty(value)) return block.optional ? '' : 'Please complete this required field.';
  if (value.value === undefined) return '';
  const text = value.value;
  const length = [...text].length;
  if (el.min_length && length < el.min_length) return `Please enter at least ${el.min_length} characters.`;
  if (el.max_length && length > el.max_length) return `Please keep this to ${el.max_length} characters.`;
  if (el.type === 'number_input') return numberMistake(el, text);
  if (el.type === 'email_text_input' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return 'Please enter a valid email address.';
  if (el.type === 'url_text_input' && !/^https?:\/\/[^\s]+\.[^\s]+$/i.test(text)) return 'Please enter a valid URL, starting with https://.';
  return '';
}

function numberMistake(el, text) {
  if (!/^[-+]?\d*\.?\d+$/.test(text)) return 'Please enter a number.';
  if (!el.is_decimal_allowed && text.includes('.')) return 'Please enter a whole number.';
  if (el.min_value !== undefined && Number(text) < Number(el.min_value)) return `Please enter ${el.min_value} or more.`;
  if (el.max_value !== undefined && Number(text) > Number(el.max_value)) return `Please enter ${el.max_value} or less.`;
  return '';
}
