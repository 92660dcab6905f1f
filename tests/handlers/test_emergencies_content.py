"""The delivered emergencies: they fire on what people in need write, and on nothing else."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from wxbot.edition.kinds import Kind
from wxbot.edition.matcher import Matcher
from wxbot.edition.normalise import normalise
from wxbot.services import files
from wxbot.services.items import Draft

ROOT = Path(__file__).parents[2]

NEED_ZH = [
    # Passport
    ("护照丢了", "passport-lost"),
    ("護照丟了", "passport-lost"),
    ("互照丢了怎么办", "passport-lost"),
    ("我护照被偷了！", "passport-lost"),
    ("护照找不到了", "passport-lost"),
    ("我的护照不见了 明天的飞机", "passport-lost"),
    ("我把护照弄丢了", "passport-lost"),
    ("小偷偷走了我的护照", "passport-lost"),
    ("護照被搶了，我在巴黎", "passport-lost"),
    ("护照落在出租车上了", "passport-lost"),
    ("旅行证丢了", "passport-lost"),
    ("passport丢了", "passport-lost"),
    ("证件全丢了", "passport-lost"),
    ("护照丢了怎么补办", "passport-lost"),
    ("在国外护照丢了怎么办", "passport-lost"),
    ("護照不見了", "passport-lost"),
    ("护照给人偷了", "passport-lost"),
    ("我们一家的护照都被偷了", "passport-lost"),
    ("护照忘在酒店了", "passport-lost"),
    ("我护照没有了", "passport-lost"),
    # Detained
    ("我被抓了", "detained"),
    ("我在泰国被警察抓了", "detained"),
    ("老公在国外被抓了", "detained"),
    ("儿子在美国被拘留了怎么办", "detained"),
    ("我被移民局扣了", "detained"),
    ("被关在机场小黑屋", "detained"),
    ("警察把我朋友带走了", "detained"),
    ("我被警察带走了", "detained"),
    ("我現在被拘留了", "detained"),
    ("我弟弟在韩国坐牢了", "detained"),
    ("我在拘留所里", "detained"),
    ("救命，我被警察抓了", "detained"),
    ("被扣在机场了", "detained"),
    ("被移民局带走了", "detained"),
    ("警察要抓我", "detained"),
    ("我哥被警察抓走", "detained"),
    ("我被关进监狱了", "detained"),
    ("老公被ICE抓了", "detained"),
    # Injured, ill
    ("出车祸了", "injured-or-ill"),
    ("我们在冰岛出车祸了", "injured-or-ill"),
    ("在曼谷出车祸了，人受伤了", "injured-or-ill"),
    ("我被摩托车撞了", "injured-or-ill"),
    ("我妈心脏病发作", "injured-or-ill"),
    ("孩子昏迷了", "injured-or-ill"),
    ("朋友骨折了怎么办", "injured-or-ill"),
    ("快叫救护车", "injured-or-ill"),
    ("我爸突发急病", "injured-or-ill"),
    ("有人溺水了！", "injured-or-ill"),
    ("同学在ICU", "injured-or-ill"),
    ("我们翻车了", "injured-or-ill"),
    ("我从楼上摔下来 腿断了", "injured-or-ill"),
    ("奶奶晕倒了", "injured-or-ill"),
    ("我被蛇咬了", "injured-or-ill"),
    ("我发高烧 快不行了", "injured-or-ill"),
    # Disaster
    ("地震了", "natural-disaster"),
    ("地震了怎么办", "natural-disaster"),
    ("日本地震了，我好害怕", "natural-disaster"),
    ("海啸来了", "natural-disaster"),
    ("我们这里发大水了", "natural-disaster"),
    ("台风被困怎么办", "natural-disaster"),
    ("我们因为台风困在岛上了", "natural-disaster"),
    ("房子塌了", "natural-disaster"),
    ("刚刚地震了好可怕", "natural-disaster"),
    ("我们被洪水困住了", "natural-disaster"),
    ("我被埋在下面了", "natural-disaster"),
    ("救命！地震了", "in-danger"),
    # War
    ("打仗了怎么回国", "war-or-unrest"),
    ("这边打仗了", "war-or-unrest"),
    ("外面有枪声", "war-or-unrest"),
    ("听到爆炸声", "war-or-unrest"),
    ("我们要撤离", "war-or-unrest"),
    ("怎么撤离", "war-or-unrest"),
    ("派飞机接我们回国", "war-or-unrest"),
    ("我们躲在地下室", "war-or-unrest"),
    ("空袭警报响了", "war-or-unrest"),
    ("我们在战区", "war-or-unrest"),
    ("导弹炸到我们附近了", "war-or-unrest"),
    # Robbed, attacked
    ("我被抢了", "robbed-or-attacked"),
    ("被搶劫了", "robbed-or-attacked"),
    ("在巴黎被抢了", "robbed-or-attacked"),
    ("钱包被偷了", "robbed-or-attacked"),
    ("手机和钱包全被偷了", "robbed-or-attacked"),
    ("有人打我", "robbed-or-attacked"),
    ("我被人打了", "robbed-or-attacked"),
    ("老公家暴我", "robbed-or-attacked"),
    ("我朋友中枪了", "robbed-or-attacked"),
    ("有人闯进我房间", "robbed-or-attacked"),
    ("我被人拿枪指着", "robbed-or-attacked"),
    ("车窗被砸 东西全没了", "robbed-or-attacked"),
    ("我的包被抢护照也在里面", "robbed-or-attacked"),
    ("我被持刀抢劫", "robbed-or-attacked"),
    # Held
    ("被绑架了", "held-or-kidnapped"),
    ("我弟弟被绑架到国外", "held-or-kidnapped"),
    ("救命 我被绑架了", "held-or-kidnapped"),
    ("我被骗到缅北了", "held-or-kidnapped"),
    ("朋友被卖到妙瓦底", "held-or-kidnapped"),
    ("我在园区里出不去", "held-or-kidnapped"),
    ("公司不让我走", "held-or-kidnapped"),
    ("老板扣了护照不让我们回国", "held-or-kidnapped"),
    ("绑匪要赎金", "held-or-kidnapped"),
    ("护照被老板扣了", "held-or-kidnapped"),
    ("我女儿被人带走了", "held-or-kidnapped"),
    ("我被传销控制了", "held-or-kidnapped"),
    ("我弟在缅北求救", "held-or-kidnapped"),
    ("我被关在诈骗公司", "held-or-kidnapped"),
    # Missing
    ("孩子失联了", "missing-relative"),
    ("女儿在英国联系不上", "missing-relative"),
    ("联系不上我儿子", "missing-relative"),
    ("我朋友在泰国失踪了", "missing-relative"),
    ("弟弟三天没消息了", "missing-relative"),
    ("妈妈走丢了", "missing-relative"),
    ("孩子丢了", "missing-relative"),
    ("孩子电话一直打不通", "missing-relative"),
    ("找不到我妈了", "missing-relative"),
    # Fraud
    ("我被骗了", "fraud"),
    ("我被騙了", "fraud"),
    ("被骗了5万", "fraud"),
    ("被中介骗了钱", "fraud"),
    ("上当了", "fraud"),
    ("我妈遇到电信诈骗了", "fraud"),
    ("刚转账就发现被骗", "fraud"),
    ("房东骗了我三千欧", "fraud"),
    ("换汇被骗", "fraud"),
    ("钱被骗光了", "fraud"),
    ("我好像被骗了", "fraud"),
    # Death
    ("我爸在泰国去世了", "relative-died"),
    ("孩子在国外遇难了", "relative-died"),
    ("室友突然猝死了", "relative-died"),
    ("有人死了", "relative-died"),
    ("我爸在旅行途中去世了", "relative-died"),
    ("我朋友溺亡", "relative-died"),
    # Sexual assault
    ("我被强奸了", "sexual-assault"),
    ("女儿在国外被性侵了", "sexual-assault"),
    ("司机性骚扰我", "sexual-assault"),
    ("有人给我下药，我被侵犯了", "sexual-assault"),
    # Suicidal thoughts
    ("我想自杀", "suicidal-thoughts"),
    ("不想活了", "suicidal-thoughts"),
    ("我真的想死", "suicidal-thoughts"),
    ("活着没意思", "suicidal-thoughts"),
    ("室友要跳楼", "suicidal-thoughts"),
    ("被骗了，我想自杀", "suicidal-thoughts"),
    # Danger of any kind
    ("救命", "in-danger"),
    ("救命啊！！！", "in-danger"),
    ("救命我在山里", "in-danger"),
    ("救救我", "in-danger"),
    ("SOS", "in-danger"),
    ("ｓｏｓ", "in-danger"),
    ("有人追我", "in-danger"),
    ("有人要杀我", "in-danger"),
    ("我被跟踪了", "in-danger"),
    ("我们迷路了", "in-danger"),
    ("酒店着火了", "in-danger"),
    ("我有危险", "in-danger"),
    ("我在国外出事了", "in-danger"),
    ("帮帮我", "in-danger"),
    ("我们船坏了漂在海上", "in-danger"),
    ("我掉水里了", "in-danger"),
    ("我在国外遇到危险", "in-danger"),
    ("着火了", "in-danger"),
]

NEED_EN = [
    # Passport
    ("I lost my passport", "passport-lost"),
    ("passport stolen", "passport-lost"),
    ("lost pasport", "passport-lost"),
    ("My passport is gone!!", "passport-lost"),
    ("someone stole my passport", "passport-lost"),
    ("I can't find my passport", "passport-lost"),
    ("My passport and visa were stolen in Rome", "passport-lost"),
    ("My passport was stolen abroad, what should I do?", "passport-lost"),
    ("left my passport in a taxi", "passport-lost"),
    ("all our documents got stolen", "passport-lost"),
    # Detained
    ("I was arrested", "detained"),
    ("i have been detained at the airport", "detained"),
    ("my friend was arrested in spain", "detained"),
    ("Help! The police arrested my husband", "detained"),
    ("I'm in jail", "detained"),
    ("I am in Spain and I was arrested", "detained"),
    ("i was arrested what should i do?", "detained"),
    ("arrested in Dubai", "detained"),
    ("immigration is holding me", "detained"),
    ("they arrested me", "detained"),
    ("police took my brother", "detained"),
    ("arrested please help", "detained"),
    ("my wife arrested in dubai", "detained"),
    # Injured, ill
    ("I had a car accident", "injured-or-ill"),
    ("we had a terrible crash in Iceland", "injured-or-ill"),
    ("car accident", "injured-or-ill"),
    ("my mother is unconscious", "injured-or-ill"),
    ("my dad is having a heart attack", "injured-or-ill"),
    ("i broke my leg", "injured-or-ill"),
    ("I need an ambulance", "injured-or-ill"),
    ("I was hit by a car, what should I do?", "injured-or-ill"),
    ("I can't breathe", "injured-or-ill"),
    ("someone collapsed", "injured-or-ill"),
    ("we crashed our car", "injured-or-ill"),
    # Disaster
    ("Earthquake!!", "natural-disaster"),
    ("there is a big earthquake here", "natural-disaster"),
    ("earthquake right now what do I do", "natural-disaster"),
    ("we are trapped after the earthquake", "natural-disaster"),
    ("tsunami is coming", "natural-disaster"),
    ("our hotel collapsed", "natural-disaster"),
    ("volcano erupting near us", "natural-disaster"),
    # War
    ("there is shooting outside", "war-or-unrest"),
    ("bombs are falling near us", "war-or-unrest"),
    ("we can hear gunfire", "war-or-unrest"),
    ("please evacuate us", "war-or-unrest"),
    ("war broke out where I am", "war-or-unrest"),
    ("get us out of here", "war-or-unrest"),
    # Robbed, attacked
    ("I was robbed", "robbed-or-attacked"),
    ("I've been mugged in Paris", "robbed-or-attacked"),
    ("my wallet was stolen", "robbed-or-attacked"),
    ("someone attacked me", "robbed-or-attacked"),
    ("my husband beats me", "robbed-or-attacked"),
    ("somebody broke into my hotel", "robbed-or-attacked"),
    ("my bag got stolen, what should I do?", "robbed-or-attacked"),
    # Held
    ("I was kidnapped", "held-or-kidnapped"),
    ("kidnapped", "held-or-kidnapped"),
    ("my brother is trapped in a scam compound", "held-or-kidnapped"),
    ("they won't let me leave", "held-or-kidnapped"),
    ("they want a ransom", "held-or-kidnapped"),
    ("help, we are held hostage", "held-or-kidnapped"),
    ("they are holding me for ransom", "held-or-kidnapped"),
    ("they locked me in a room", "held-or-kidnapped"),
    # Missing
    ("my daughter is missing", "missing-relative"),
    ("I can't reach my son", "missing-relative"),
    ("I have not heard from my sister", "missing-relative"),
    ("my friend disappeared in Thailand", "missing-relative"),
    # Fraud
    ("I was scammed", "fraud"),
    ("i got scammed out of 5000 euros", "fraud"),
    ("I sent money to a scammer", "fraud"),
    ("the agent cheated me", "fraud"),
    # Death
    ("my father died abroad", "relative-died"),
    ("my friend just died", "relative-died"),
    ("My mother passed away in Italy this morning", "relative-died"),
    # Sexual assault
    ("I was raped", "sexual-assault"),
    ("someone raped me", "sexual-assault"),
    ("my friend was sexually assaulted in a taxi", "sexual-assault"),
    # Suicidal thoughts
    ("I want to die", "suicidal-thoughts"),
    ("i'm going to kill myself", "suicidal-thoughts"),
    ("I don’t want to live", "suicidal-thoughts"),
    ("I was scammed and I want to end my life", "suicidal-thoughts"),
    # Danger of any kind
    ("help me", "in-danger"),
    ("Please help me!!!", "in-danger"),
    ("SOS", "in-danger"),
    ("I'm in danger", "in-danger"),
    ("someone is following me", "in-danger"),
    ("they want to kill me", "in-danger"),
    ("we are lost in the mountains", "in-danger"),
    ("the hotel is on fire", "in-danger"),
    ("our boat is sinking", "in-danger"),
    ("I need help urgently", "in-danger"),
    ("our lives are in danger", "in-danger"),
]

ORDINARY_ZH = [
    "护照怎么换发",
    "护照快到期了",
    "护照有效期多久",
    "孩子的护照怎么办",
    "护照照片要求",
    "护照空白页用完了怎么办",
    "以前丢过护照会影响签证吗",
    "外国人在中国丢了护照怎么办",
    "外国朋友护照丢了",
    "护照办好了没有",
    "签证被拒",
    "签证被拒了怎么办",
    "我被拒签了",
    "法院认证",
    "拘留证明要不要公证",
    "我被拘留过能办签证吗",
    "被捕人员有哪些权利",
    "孟晚舟被拘押事件始末",
    "外交部回应中国公民被扣押",
    "我国渔民被扣押，外交部怎么看",
    "我们国家的船员被抓，外交部说了什么",
    "我想知道记者被拘留外交部怎么回应",
    "无犯罪记录证明怎么办",
    "我的货被海关扣了",
    "我的手机被海关扣了",
    "地震后中国提供援助",
    "日本地震多吗",
    "土耳其地震中国派救援队了吗",
    "去日本遇到地震的可能性大吗",
    "你们这里地震多吗",
    "日本地震了吗",
    "地震致中国游客被困，使馆回应",
    "台风假期使馆上班吗",
    "台风会影响航班吗",
    "俄乌开战了吗",
    "中方对乌克兰战争的立场",
    "为什么打仗",
    "贸易战打起来了吗",
    "中美会打仗吗",
    "中国什么时候从苏丹撤侨",
    "以色列空袭加沙，中国怎么看",
    "当地发生爆炸，有没有中国公民伤亡",
    "泰国发生车祸，中国游客伤亡情况",
    "交通事故理赔材料要认证吗",
    "车祸赔偿判决书怎么认证",
    "国外看病医保报销吗",
    "心脏病患者能坐飞机吗",
    "救命之恩怎么报答",
    "救命药能带出国吗",
    "救我国公民的外交官是谁",
    "泰国安全吗",
    "去缅甸危险吗",
    "我去泰国会不会有危险",
    "中国游客在巴黎被抢，大使馆怎么说",
    "签证名额被抢光了",
    "有人打我电话说我涉案",
    "接到使馆电话说我涉案是真的吗",
    "怎么防止被骗",
    "我怕被骗",
    "电信诈骗有哪些手段",
    "诈骗电话",
    "反诈宣传",
    "绑架案的新闻",
    "多名中国人被骗到缅北，外交部回应",
    "演员王星被骗到缅甸",
    "我在苏州工业园区上班",
    "我在北京经开区园区工作",
    "航空公司不让我登机",
    "失联客机的消息",
    "使馆电话打不通",
    "联系不上使馆",
    "找不到预约入口",
    "我爸去世了养老金怎么办",
    "父亲在国内去世了，我要办继承公证",
    "死亡证明怎么认证",
    "地震中有多少人死亡",
    "自杀式袭击事件外交部谴责",
    "想死你们了",
    "性侵案件外交部回应",
    "我国主权被侵犯",
    "我的权益被侵犯了怎么投诉",
    "领事保护是什么",
    "帮我查一下签证",
    "我想咨询一下旅行证",
    "外交部发言人谈中东局势",
    "我被北京大学录取了",
    "我被公司派到德国工作要办什么签证",
    "孩子被学校录取了要办什么签证",
    "帮助",
    "人工服务",
    "王毅会见法国外长",
    "海啸是怎么形成的",
    "爸爸妈妈能来探亲吗",
    "我朋友想来中国旅游",
    "外国人被拘留通知使馆的规定",
    "签证过期了会被抓吗",
    "菲律宾船只撞中国海警船",
    "海盗劫持",
    "航班被取消",
    "缅甸园区被捣毁的新闻",
    "战狼2撤侨是真的吗",
    "救护车怎么叫",
    "谢谢救命之恩",
    "我被派驻国外",
]

ORDINARY_EN = [
    "how do I renew my passport",
    "passport photo size",
    "passport fee",
    "my passport expires soon",
    "how long is a passport valid",
    "american passport lost in china",
    "my visa was refused",
    "visa rejected",
    "court document legalisation",
    "apostille for an arrest record",
    "can I get a visa if I was arrested?",
    "I was arrested in 2010, can I get a visa?",
    "What did the ministry say about the detained Canadians?",
    "China detained a fishing boat",
    "detained fishermen released",
    "police clearance certificate",
    "I need to register at the police station",
    "is it safe to travel to Japan",
    "earthquake relief from China",
    "China sends aid after the earthquake",
    "Did China help after the earthquake in Nepal?",
    "there was an earthquake in Nepal in 2015, did China send rescuers?",
    "earthquakes in Japan",
    "typhoon season in the Philippines",
    "China's position on the war in Ukraine",
    "war in Gaza",
    "When did the war break out?",
    "fighting corruption",
    "evacuation from Sudan in 2023",
    "how many people died in the earthquake",
    "traffic accident insurance",
    "do I have an accident insurance",
    "I had an accident insurance claim",
    "how to exchange a driving licence",
    "hospital in Beijing",
    "where can I see a doctor in Shanghai",
    "covid shot for travel",
    "heart attack insurance",
    "how to avoid being scammed",
    "is this email a scam?",
    "scam call from embassy",
    "telecom fraud prevention",
    "thousands freed from scam compounds in Myanmar",
    "kidnapping of diplomats",
    "hostages in the Middle East",
    "missing documents for my application",
    "my visa application is not answered",
    "I cannot find the appointment page",
    "I can't reach the embassy",
    "my son is studying abroad",
    "my father died in 2010, how do I get his pension?",
    "death certificate legalisation",
    "suicide bombing condemned by the ministry",
    "suicide attack in Pakistan",
    "sexual education",
    "help",
    "help me renew my passport",
    "can you help me with my visa?",
    "please help me find the speech of the minister",
    "what can you help me with",
    "who is the spokesperson",
    "stolen artefacts returned to China",
    "the embassy was attacked in 1999",
    "my phone number has changed",
    "I took my passport to the visa office",
    "is my passport ready for collection",
    "I want to live in China",
    "I want to invite my parents",
    "danger money for diplomats",
    "emergency number in China",
    "lost and found at the airport",
    "how do I open a bank account",
    "rescue team sent to Türkiye",
    "latest news",
    "replace lost passport",
    "passport application lost in the mail",
    "what happens if I overstay, will I be detained?",
    "my grandfather died in the war",
    "are we in danger of war",
    "someone attacked the consulate",
    "I'm dying to see the Great Wall",
    "I was held up by traffic",
    "the app won't let me register",
    "they took my passport for the visa",
    "I cheated in an exam",
    "ransomware",
]


@cache
def _matcher(language: str) -> Matcher[Any]:
    rules: Any = [item for item in _items() if item.language == language]
    return Matcher(rules)


@cache
def _items() -> tuple[Draft, ...]:
    return tuple(item for item in files.read(ROOT) if item.kind is Kind.EMERGENCY)


def _first(language: str, words: str) -> str:
    found = _matcher(language).find(normalise(words))
    return found[0].rule.slug if found else ""


@pytest.mark.parametrize(("words", "slug"), NEED_ZH)
def test_who_is_in_need_is_understood_in_chinese(words: str, slug: str) -> None:
    assert _first("zh", words) == slug


@pytest.mark.parametrize(("words", "slug"), NEED_EN)
def test_who_is_in_need_is_understood_in_english(words: str, slug: str) -> None:
    assert _first("en", words) == slug


@pytest.mark.parametrize("words", ORDINARY_ZH)
def test_an_ordinary_question_in_chinese_is_no_emergency(words: str) -> None:
    assert _first("zh", words) == ""


@pytest.mark.parametrize("words", ORDINARY_EN)
def test_an_ordinary_question_in_english_is_no_emergency(words: str) -> None:
    assert _first("en", words) == ""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_exact_word_reaches_its_emergency(language: str) -> None:
    """Each item is found first by its own words, so that none hides behind another."""
    for item in _items():
        if item.language == language:
            for condition in item.fields["conditions"]:
                for words in condition["words"] if condition["match"] != "regex" else ():
                    assert _first(language, words) == item.slug, words


def test_both_languages_have_the_same_emergencies() -> None:
    slugs = {language: {item.slug for item in _items() if item.language == language} for language in ("zh", "en")}
    assert slugs["zh"] == slugs["en"]


def test_the_question_that_says_more_exists() -> None:
    questions = {(item.slug, item.language) for item in files.read(ROOT) if item.kind is Kind.FAQ}
    assert {(item.fields["faq"], item.language) for item in _items()} <= questions


@pytest.mark.parametrize(("language", "limit"), [("zh", 60), ("en", 160)])
def test_the_steps_are_short(language: str, limit: int) -> None:
    assert all(len(step) <= limit for item in _items() if item.language == language for step in item.fields["steps"])
