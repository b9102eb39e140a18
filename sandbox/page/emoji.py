"""Emoji by their shortcodes: the ones that people and coaching bots use most."""

import re

SHORTCODE = re.compile(r":([a-z0-9_+'-]+):(?::skin-tone-[2-6]:)?")

_TABLE = """
+1 👍|-1 👎|100 💯|alarm_clock ⏰|anchor ⚓|angry 😠|arrow_down ⬇️|arrow_forward ▶️
arrow_left ⬅️|arrow_right ➡️|arrow_up ⬆️|arrows_counterclockwise 🔄|baby_chick 🐤
bar_chart 📊|beach_with_umbrella 🏖️|bell 🔔|blue_heart 💙|blush 😊|book 📖|bookmark 🔖|books 📚
boom 💥|bow 🙇|brain 🧠|bug 🐛|bulb 💡|bust_in_silhouette 👤|busts_in_silhouette 👥|cactus 🌵
calendar 📅|camera 📷|chart_with_downwards_trend 📉|chart_with_upwards_trend 📈
checkered_flag 🏁|clap 👏|clipboard 📋|clock9 🕘|closed_lock_with_key 🔐|cloud ☁️|coffee ☕
compass 🧭|confetti_ball 🎊|confused 😕|construction 🚧|crossed_fingers 🤞|cry 😢|dart 🎯
deciduous_tree 🌳|disappointed 😞|door 🚪|double_vertical_bar ⏸️|ear 👂|eight 8️⃣|email ✉️
envelope ✉️|evergreen_tree 🌲|exclamation ❗|eyes 👀|feather 🪶|file_folder 📁|fire 🔥|five 5️⃣
flashlight 🔦|footprints 👣|four 4️⃣|four_leaf_clover 🍀|gear ⚙️|gift 🎁|green_heart 💚
grey_question ❔|grimacing 😬|grin 😁|grinning 😀|hammer_and_wrench 🛠️|handshake 🤝
headphones 🎧|heart ❤️|heart_eyes 😍|heavy_check_mark ✔️|herb 🌿|hourglass ⌛
hourglass_flowing_sand ⏳|hugging_face 🤗|information_source \u2139\ufe0f|joy 😂|key 🔑|keycap_ten 🔟
large_blue_circle 🔵|large_green_circle 🟢|large_red_circle 🔴|large_yellow_circle 🟡
laughing 😆|leaves 🍃|link 🔗|lock 🔒|loudspeaker 📢|mag 🔍|mailbox 📫|maple_leaf 🍁|mega 📣|memo 📝
microphone 🎤|mirror 🪞|mountain ⛰️|muscle 💪|musical_note 🎵|mute 🔇|neutral_face 😐|nine 9️⃣
no_bell 🔕|no_entry ⛔|no_entry_sign 🚫|ok 🆗|ok_hand 👌|one 1️⃣|open_book 📖|orange_heart 🧡
palm_tree 🌴|paperclip 📎|partying_face 🥳|pause_button ⏸️|pencil ✏️|pencil2 ✏️|pensive 😔
point_down 👇|point_left 👈|point_right 👉|point_up ☝️|pray 🙏|purple_heart 💜|pushpin 📌
question ❓|rage 😡|rainbow 🌈|raised_hand ✋|raised_hands 🙌|recycle ♻️|relaxed ☺️|relieved 😌
robot_face 🤖|rock 🪨|rocket 🚀|round_pushpin 📍|sailboat ⛵|scales ⚖️|scroll 📜|see_no_evil 🙈
seedling 🌱|seven 7️⃣|shrug 🤷|simple_smile 🙂|six 6️⃣|sleeping 😴|slightly_frowning_face 🙁
slightly_smiling_face 🙂|smile 😄|smiley 😃|smirk 😏|snowflake ❄️|sob 😭|sparkles ✨
speech_balloon 💬|spiral_calendar_pad 🗓️|star ⭐|star2 🌟|stopwatch ⏱️|sun_with_face 🌞
sunflower 🌻|sunglasses 😎|sunny ☀️|sunrise 🌅|sweat_smile 😅|tada 🎉|telescope 🔭
thinking_face 🤔|thought_balloon 💭|three 3️⃣|thumbsdown 👎|thumbsup 👍|tired_face 😫|trophy 🏆
two 2️⃣|umbrella ☔|unlock 🔓|upside_down_face 🙃|v ✌️|warning ⚠️|wastebasket 🗑️|wave 👋
wavy_dash 〰️|weary 😩|white_check_mark ✅|white_circle ⚪|wink 😉|worried 😟|writing_hand ✍️|x ❌
yellow_heart 💛|yum 😋|zap ⚡|zzz 💤
"""
PICTURES = {
    name: picture for name, _, picture in (entry.partition(" ") for entry in re.split(r"[|\n]", _TABLE.strip()))
}


def picture(name: str) -> str:
    """The emoji of a shortcode's name; one we do not know stays readable as `:name:`."""
    return PICTURES.get(name.partition("::")[0], f":{name}:")


def with_pictures(text: str) -> str:
    """Plain text with its shortcodes drawn (a `plain_text` object with `emoji` on)."""
    return SHORTCODE.sub(lambda match: PICTURES.get(match[1], match[0]), text)
