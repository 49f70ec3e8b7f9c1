// The shortcodes that back-office messages really use; an unknown one stays as typed, as in Slack.
const table = `
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 ok_hand 👌 wave 👋 clap 👏 raised_hands 🙌 pray 🙏 handshake 🤝 muscle 💪 point_right 👉 point_left 👈 point_up ☝️ point_down 👇
raised_hand ✋ writing_hand ✍️ v ✌️ crossed_fingers 🤞 wave_dash 〰️ eyes 👀 bust_in_silhouette 👤 busts_in_silhouette 👥 speech_balloon 💬 thought_balloon 💭
smile 😄 smiley 😃 grinning 😀 grin 😁 slightly_smiling_face 🙂 blush 😊 wink 😉 sweat_smile 😅 joy 😂 rofl 🤣 heart_eyes 😍 sunglasses 😎 thinking_face 🤔 neutral_face 😐
face_with_raised_eyebrow 🤨 confused 😕 cry 😢 sob 😭 scream 😱 sleeping 😴 robot_face 🤖 ghost 👻 partying_face 🥳 hugging_face 🤗 relieved 😌 upside_down_face 🙃
heart ❤️ orange_heart 🧡 yellow_heart 💛 green_heart 💚 blue_heart 💙 purple_heart 💜 broken_heart 💔 sparkles ✨ star ⭐ star2 🌟 zap ⚡ fire 🔥 boom 💥 100 💯 tada 🎉 confetti_ball 🎊
white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ negative_squared_cross_mark ❎ heavy_multiplication_x ✖️ heavy_plus_sign ➕ heavy_minus_sign ➖
warning ⚠️ no_entry ⛔ no_entry_sign 🚫 octagonal_sign 🛑 exclamation ❗ heavy_exclamation_mark ❗ question ❓ grey_question ❔ information_source ℹ️ bangbang ‼️ interrobang ⁉️
red_circle 🔴 large_orange_circle 🟠 large_yellow_circle 🟡 large_green_circle 🟢 large_blue_circle 🔵 large_purple_circle 🟣 white_circle ⚪ black_circle ⚫
large_red_square 🟥 large_green_square 🟩 large_blue_square 🟦 white_small_square ▫️ black_small_square ▪️ small_blue_diamond 🔹 small_orange_diamond 🔸
arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️ arrow_down ⬇️ arrow_upper_right ↗️ leftwards_arrow_with_hook ↩️ arrow_right_hook ↪️ arrows_counterclockwise 🔄 repeat 🔁 back 🔙 rewind ⏪ fast_forward ⏩
hourglass ⌛ hourglass_flowing_sand ⏳ alarm_clock ⏰ stopwatch ⏱️ timer_clock ⏲️ clock1 🕐 clock3 🕒 clock9 🕘 calendar 📆 date 📅 spiral_calendar_pad 🗓️
moneybag 💰 money_with_wings 💸 dollar 💵 euro 💶 pound 💷 yen 💴 credit_card 💳 receipt 🧾 bank 🏦 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊 abacus 🧮
memo 📝 pencil ✏️ pencil2 ✏️ clipboard 📋 pushpin 📌 round_pushpin 📍 paperclip 📎 page_facing_up 📄 page_with_curl 📃 bookmark_tabs 📑 file_folder 📁 open_file_folder 📂 card_index_dividers 🗂️ file_cabinet 🗄️
inbox_tray 📥 outbox_tray 📤 email 📧 envelope ✉️ envelope_with_arrow 📩 incoming_envelope 📨 mailbox 📫 package 📦 label 🏷️ wastebasket 🗑️ scroll 📜 books 📚 newspaper 📰 link 🔗
lock 🔒 unlock 🔓 key 🔑 old_key 🗝️ shield 🛡️ bell 🔔 no_bell 🔕 loudspeaker 📢 mega 📣 mag 🔍 mag_right 🔎 bulb 💡 gear ⚙️ wrench 🔧 hammer 🔨 hammer_and_wrench 🛠️ toolbox 🧰 electric_plug 🔌 battery 🔋
computer 💻 desktop_computer 🖥️ keyboard ⌨️ printer 🖨️ iphone 📱 telephone_receiver 📞 phone ☎️ camera 📷 ticket 🎫 admission_tickets 🎟️ briefcase 💼 office 🏢 factory 🏭 house 🏠 ship 🚢
airplane ✈️ taxi 🚕 car 🚗 bus 🚌 train 🚆 bullettrain_side 🚄 bike 🚲 fuelpump ⛽ hotel 🏨 bed 🛏️ fork_and_knife 🍴 knife_fork_plate 🍽️ coffee ☕ tea 🍵 pizza 🍕 hamburger 🍔 cake 🍰 beers 🍻
palm_tree 🌴 beach_with_umbrella 🏖️ sunny ☀️ cloud ☁️ umbrella ☔ snowflake ❄️ seedling 🌱 herb 🌿 earth_africa 🌍 globe_with_meridians 🌐 rocket 🚀 construction 🚧 checkered_flag 🏁 triangular_flag_on_post 🚩 dart 🎯 trophy 🏆 gift 🎁
face_with_thermometer 🤒 hospital 🏥 pill 💊 baby 👶 rotating_light 🚨 traffic_light 🚥 balance_scale ⚖️ scales ⚖️ puzzle_piece 🧩 recycle ♻️ infinity ♾️ one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣
bug 🐛 cat 🐱 dog 🐶 snail 🐌 turtle 🐢 bee 🐝 owl 🦉`;

const known = new Map();
const words = table.trim().split(/\s+/);
for (let i = 0; i < words.length; i += 2) known.set(words[i], words[i + 1]);

export function emoji(name) {
  return known.get(name.split('::')[0]) || '';
}

export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+)(?:::skin-tone-\d)?:/g, (whole, name) => emoji(name) || whole);
}

// A text object of type plain_text: literal but for shortcodes (emoji is true unless said otherwise).
export function plain(object) {
  if (!object) return '';
  if (typeof object === 'string') return object;
  return object.emoji === false ? object.text : withEmoji(object.text || '');
}
