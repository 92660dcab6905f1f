// Every label in both languages, and the switch between them. The account's own words are never translated.

const TABLE = {
  intro: ["这是一部模拟手机。您是关注者：可以写字、点菜单、发图片和位置。右侧说明每条回复的由来。",
    "This is a pretend phone. You are the follower: write, tap the menu, send a picture or a place. The panel on the right tells why each reply came."],
  try: ["试一试", "Try"],
  second: ["打开另一位关注者", "Open another follower"],
  language: ["English", "中文"],
  you: ["您的 openid", "Your openid"],
  phone: ["手机", "Phone"],
  more: ["更多", "More"],
  chat: ["聊天记录", "Chat"],
  words: ["消息", "Message"],
  words_hint: ["发消息", "Write a message"],
  send: ["发送", "Send"],
  plus: ["更多功能", "Picture, place, code and more"],
  menu: ["公众号菜单", "Account menu"],
  to_menu: ["切换到菜单", "Show the menu"],
  to_keyboard: ["切换到键盘", "Show the keyboard"],
  follow: ["关注", "Follow"],
  unfollow: ["取消关注", "Unfollow"],
  profile: ["模拟公众号。关注之后即可开始对话。", "A simulated official account. Follow it to start."],
  back: ["返回", "Back"],
  outside: ["在新标签页打开", "Open in a new tab"],
  outside_text: ["此页面不在本机，不在手机内打开。", "This page is not on this machine, so it is not shown inside the phone."],
  trace: ["回复的由来", "Why this reply"],
  close: ["关闭", "Close"],
  trace_mark: ["由来", "Trace"],
  trace_empty: ["发一条消息，这里就会显示它经过了哪些步骤。", "Send a message, and its way through the bot appears here."],
  trace_wait: ["正在读取…", "Reading…"],
  trace_gone: ["没有这条记录。", "There is no record of this."],
  no_decision: ["机器人没有提供说明。", "The bot gave no explanation."],
  intent: ["意图", "Intent"],
  candidates: ["候选", "Candidates"],
  hit: ["命中规则", "Rule"],
  why: ["原因", "Why"],
  language_key: ["语言", "Language"],
  took_ms: ["用时", "Took"],
  deliveries: ["投递", "Deliveries"],
  push: ["推送", "Push"],
  mode: ["加密方式", "Mode"],
  mode_plain: ["明文", "Plain text"],
  mode_compat: ["兼容", "Compatible"],
  mode_safe: ["安全（AES 加密）", "Safe (AES)"],
  outcome: ["结果", "Outcome"],
  outcome_pending: ["等待中", "waiting"],
  outcome_delivered: ["已答复", "answered"],
  outcome_failed: ["失败", "failed"],
  outcome_dropped: ["被平台丢弃", "dropped by the platform"],
  outcome_agent: ["交给人工客服", "kept for the human agent"],
  outcome_lost: ["推送丢失（故障注入）", "lost on purpose"],
  class_reply: ["回复", "reply"],
  class_success: ["success", "success"],
  class_empty: ["空", "empty"],
  class_invalid: ["无效", "invalid"],
  class_none: ["无应答", "no answer"],
  xml_in: ["收到的推送（解密后）", "XML pushed to the bot"],
  xml_out: ["机器人的回复（解密后）", "XML that the bot answered"],
  picture: ["图片", "Picture"],
  sample_video: ["发送示例视频", "Send the sample video"],
  file: ["选择文件…", "Choose a file…"],
  other_place: ["或者填写坐标", "Or any other point"],
  scan: ["扫一扫", "Scan"],
  scan_this: ["扫描", "Scan"],
  scan_first: ["扫码关注", "Follow by a code"],
  other_scene: ["其他场景值", "Any other scene"],
  no_codes: ["公众号还没有生成二维码。", "The account has made no code yet."],
  other_code: ["扫到的其他内容", "Anything else that was read"],
  code_qrcode: ["二维码", "QR code"],
  code_barcode: ["条形码", "Barcode"],
  permanent: ["永久有效", "Permanent"],
  still: ["还剩", "Expires in"],
  days: ["天", "days"],
  hours: ["小时", "hours"],
  minutes: ["分钟", "min"],
  seconds: ["秒", "s"],
  scancode_push: ["扫一扫", "Scan"],
  scancode_waitmsg: ["扫一扫", "Scan"],
  pic_sysphoto: ["拍照", "Take a photo"],
  pic_photo_or_album: ["拍照或从相册选择", "Take or choose photos"],
  pic_weixin: ["从相册选择", "Choose photos"],
  location_select: ["选择位置", "Choose a place"],
  notices: ["订阅通知", "Notifications"],
  notices_ask: ["想给您发送以下通知", "would like to send you"],
  notices_once: ["每次允许，可收到一条", "Each yes is worth one message"],
  notices_lasting: ["允许后可持续收到，直到关闭", "A yes holds until you take it back"],
  notices_held: ["持续接收中", "Allowed until you take it back"],
  details: ["查看详情", "Details"],
  taken_back: ["已删除", "Deleted"],
  notices_left: ["还可收到", "Messages left:"],
  notices_none: ["没有已允许的通知。", "You have allowed no notifications."],
  allow: ["允许", "Allow"],
  refuse: ["拒绝", "Refuse"],
  refuse_later: ["不再接收", "Stop"],
  settings: ["设置", "Settings"],
  privacy_title: ["隐私", "Privacy"],
  privacy: ["个人信息授权", "Personal data"],
  privacy_text: ["撤回后，公众号应删除相应数据", "The account should delete it once you take this back"],
  withdraw: ["撤回", "Take back"],
  choose: ["选择", "Choose"],
  report: ["自动上报位置", "Location reports"],
  report_off: ["公众号未开启", "The account does not ask for it"],
  report_enter: ["进入会话时", "On entering the chat"],
  report_always: ["每 5 秒", "Every 5 seconds"],
  agent_line: ["正在与人工客服对话", "You are talking with a human agent"],
  control: ["控制台", "Control page"],
  place: ["位置", "Place"],
  latitude: ["纬度", "Latitude"],
  longitude: ["经度", "Longitude"],
  place_name: ["地名", "Name"],
  voice: ["语音", "Voice"],
  voice_text: ["识别出的文字（可空）", "Recognised words (may be empty)"],
  link: ["链接", "Link"],
  link_title: ["标题", "Title"],
  link_description: ["摘要", "Description"],
  link_url: ["网址", "Address"],
  video: ["视频", "Video"],
  play: ["播放", "Play"],
  music: ["音乐", "Music"],
  card: ["卡券", "Card"],
  miniprogram: ["小程序", "Mini program"],
  gone: ["已过期", "Expired"],
  levers: ["时钟、账号与故障", "Clock, account and faults"],
  clock: ["模拟时间", "Simulated time"],
  clock_back: ["回到现在", "Back to now"],
  account_kind: ["账号类型", "Kind of account"],
  fault_lost: ["推送丢失", "Pushes get lost"],
  fault_duplicates: ["答复后再投递一次", "Deliver once more after the answer"],
  fault_unknown_nodes: ["推送含未知节点", "Pushes hold unknown nodes"],
  fault_equal_create_time: ["CreateTime 停住", "CreateTime stands still"],
  fault_slow: ["接口慢 3 秒", "API answers after 3 s"],
  fault_reset: ["下一次接口调用被断开", "Cut off the next API call"],
  fault_control_characters: ["接口答复含控制字符", "Control characters in API answers"],
  fault_errors: ["接口报错", "API error"],
  fault_path: ["接口路径", "API path"],
  fault_once: ["下一次报错", "Refuse the next call"],
  fault_clear: ["清除全部故障", "Clear all faults"],
  offline: ["模拟器没有应答，正在重试…", "The simulator does not answer; trying again…"],
  refused: ["未能发送", "Not sent"],
};

const KEY = "simulator-language";
const listeners = [];
let english = stored() === "en" ? 1 : 0;

function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // Private windows may forbid storage; the page then speaks Chinese.
  }
}

export function language() {
  return english ? "en" : "zh";
}

// How long that is, in the largest unit that says it.
export function span(seconds) {
  const units = [["days", 86400], ["hours", 3600], ["minutes", 60], ["seconds", 1]];
  const [name, size] = units.find(([, one]) => Math.abs(seconds) >= one * 2) || units[3];
  return `${Math.floor(seconds / size)} ${word(name)}`;
}

// A page with labels of its own adds them once.
export function teach(more) {
  Object.assign(TABLE, more);
}

export function word(name) {
  return TABLE[name] ? TABLE[name][english] : name;
}

export function has(name) {
  return name in TABLE;
}

export function onChange(listener) {
  listeners.push(listener);
}

export function toggle() {
  english = 1 - english;
  try {
    localStorage.setItem(KEY, english ? "en" : "zh");
  } catch {
    // The choice then lasts as long as the page.
  }
  label(document);
  listeners.forEach((listener) => listener());
}

export function label(root) {
  document.documentElement.lang = english ? "en" : "zh-CN";
  root.querySelectorAll("[data-words]").forEach((node) => { node.textContent = word(node.dataset.words); });
  root.querySelectorAll("[data-label]").forEach((node) => {
    node.setAttribute("aria-label", word(node.dataset.label));
    if (node.matches("button, a")) node.title = word(node.dataset.label);
  });
  root.querySelectorAll("[data-placeholder]").forEach((node) => { node.placeholder = word(node.dataset.placeholder); });
}
