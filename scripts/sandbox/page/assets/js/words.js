// What the page says, in Chinese first and in English.

const zh = {
  title: "聊城二哥 · 沙箱", online: "机器人在线", offline: "机器人未启动，消息会先排队", waiting: (n) => `机器人有 ${n} 条待处理`,
  lost: "与沙箱的连接断开，正在重连…", toggle: "English", toggleLabel: "Switch to English",
  add: "添加人物", invite: "邀请链接", group: "建群", people: "人物列表", nobody: "这里还没有人。添加一位，或从邀请链接加入。",
  note: "本机演示：一个人可以同时扮演志愿者、民警和协调员。消息只保存在这台机器上。",
  name: "名字", namePlaceholder: "例如：王师傅", username: "用户名（可不填）", language: "手机语言", create: "添加", cancel: "取消", close: "关闭",
  groupTitle: "群名称", groupMembers: "成员（第一位是群主）", createGroup: "建群",
  welcome: "欢迎来到演示现场", welcomeText: "志愿者上报，民警接警办理，协调员看统计：\n您一个人就能走完全程。先选一个身份吧。",
  playAll: "三个身份并排打开", justAdd: "只添加一位普通人",
  roles: { volunteer: "志愿者", officer: "社区民警", leader: "所长", station: "派出所", county: "分局", desk: "专业队", coordinator: "协调员" },
  roleHints: { volunteer: "上报线索、纠纷和求助", officer: "接警、询问、办结", coordinator: "分派、邀请、看月报" },
  start: "开始", unblock: "解除屏蔽", blockedNote: "您已屏蔽机器人，它发不来消息", typing: "正在输入…",
  message: "输入消息", send: "发送", attach: "附件", commands: "命令菜单", keyboard: "显示或收起按键", back: "返回", more: "更多", jump: "到最新消息",
  openLink: "打开邀请链接", openLinkHint: "粘贴 t.me 链接，或只粘贴链接末尾的口令。", link: "链接或口令", open: "打开",
  block: "屏蔽机器人", clear: "清空聊天记录", closeColumn: "关闭这一栏", copy: "复制", edit: "编辑", reply: "回复", remove: "删除", editing: "正在编辑", replying: "回复",
  edited: "已编辑", forwarded: "转发自", protected: "禁止转发和保存", silent: "静音消息", today: "今天", yesterday: "昨天",
  photo: "示例照片", camera: "上传图片", album: "相册三张", voice: "语音", position: "位置", sticker: "贴纸", file: "上传文件", big: "25 MB 文件", contact: "手机号码", forward: "转发一条",
  whichSpot: "发送位置", spotsHint: "选一个地点，或填写经纬度（WGS-84）。", latitude: "纬度", longitude: "经度", sendPosition: "发送位置",
  caption: "说明文字（可不填）", forwardAuthor: "原作者", forwardText: "内容", near: "附近", unknownPlace: "所选位置", play: "播放", pause: "暂停", download: "下载",
  invitations: "邀请链接", invitationsHint: "点一下，就以这个身份加入。都是样例人物。", noInvitations: "还没有邀请链接。机器人里的协调员可以用 /invite 生成，再用“打开邀请链接”加入。",
  search: "搜索姓名、单位", all: "全部", joined: "已加入", tooMany: (n) => `还有 ${n} 条，请搜索`, copied: "已复制", ok: "好",
  service: { group_created: "群已建立", migrated: "本群已升级为超级群" }, photoOf: "照片", offlineError: "连不上沙箱", via: "与机器人聊天", members: "群聊", pressed: "按钮已发送",
  summaries: { "[photo]": "[照片]", "[voice]": "[语音]", "[position]": "[位置]", "[file]": "[文件]" },
};

const en = {
  title: "Second Brother · Sandbox", online: "Bot is online", offline: "Bot is not running; messages wait for it", waiting: (n) => `Bot has ${n} updates to handle`,
  lost: "Connection to the sandbox lost, trying again…", toggle: "中文", toggleLabel: "切换到中文",
  add: "Add a person", invite: "Invitations", group: "New group", people: "People", nobody: "Nobody here yet. Add someone, or join with an invitation.",
  note: "A demonstration on this computer: play volunteers, officers and coordinators at once. Messages stay on this machine.",
  name: "Name", namePlaceholder: "e.g. Mr Wang", username: "Username (optional)", language: "Phone language", create: "Add", cancel: "Cancel", close: "Close",
  groupTitle: "Group title", groupMembers: "Members (the first founds it)", createGroup: "Create",
  welcome: "Welcome to the demonstration", welcomeText: "A volunteer reports, an officer handles it, a coordinator reads the counts:\nplay the whole story yourself. Who will you be first?",
  playAll: "Open all three side by side", justAdd: "Just add somebody",
  roles: { volunteer: "Volunteer", officer: "Officer", leader: "Station leader", station: "Station", county: "County desk", desk: "Desk", coordinator: "Coordinator" },
  roleHints: { volunteer: "reports tips, disputes, calls for help", officer: "accepts, asks, closes cases", coordinator: "sorts, invites, reads the counts" },
  start: "Start", unblock: "Unblock", blockedNote: "You have blocked the bot; it cannot write to you", typing: "typing…",
  message: "Message", send: "Send", attach: "Attach", commands: "Commands", keyboard: "Show or hide keys", back: "Back", more: "More", jump: "To the newest message",
  openLink: "Open an invitation link", openLinkHint: "Paste a t.me link, or only the token at its end.", link: "Link or token", open: "Open",
  block: "Block the bot", clear: "Clear history", closeColumn: "Close this column", copy: "Copy", edit: "Edit", reply: "Reply", remove: "Delete", editing: "Editing", replying: "Reply to",
  edited: "edited", forwarded: "Forwarded from", protected: "cannot be forwarded or saved", silent: "silent", today: "Today", yesterday: "Yesterday",
  photo: "Sample photo", camera: "Upload photo", album: "Album of 3", voice: "Voice note", position: "Position", sticker: "Sticker", file: "Upload file", big: "25 MB file", contact: "Phone number", forward: "Forward",
  whichSpot: "Send a position", spotsHint: "Choose a place, or enter coordinates (WGS-84).", latitude: "Latitude", longitude: "Longitude", sendPosition: "Send position",
  caption: "Caption (optional)", forwardAuthor: "Author", forwardText: "Text", near: "near", unknownPlace: "Chosen position", play: "Play", pause: "Pause", download: "Download",
  invitations: "Invitations", invitationsHint: "One tap joins as this sample person.", noInvitations: "No invitations yet. A coordinator makes them with /invite in the bot; open them with “Open an invitation link”.",
  search: "Search names and places", all: "All", joined: "joined", tooMany: (n) => `${n} more, please search`, copied: "Copied", ok: "OK",
  service: { group_created: "Group created", migrated: "This group became a supergroup" }, photoOf: "Photo", offlineError: "The sandbox does not answer", via: "Chat with the bot", members: "Group", pressed: "Button sent",
  summaries: { "[photo]": "[Photo]", "[voice]": "[Voice]", "[position]": "[Position]", "[file]": "[File]" },
};

let current = localStorage.getItem("language") === "en" ? "en" : "zh";

export const language = () => current;
export const t = new Proxy({}, { get: (_, key) => (current === "en" ? en : zh)[key] ?? String(key) });

export function toggleLanguage() {
  current = current === "en" ? "zh" : "en";
  localStorage.setItem("language", current);
}

// summary translates the placeholder for a message without text.
export function summary(text = "") {
  const mark = text.match(/^\[\w+\]/)?.[0];
  return mark && t.summaries[mark] ? text.replace(mark, t.summaries[mark]) : text;
}

export const roleName = (role) => t.roles[role] || role;
