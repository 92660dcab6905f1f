"""The search index of one language: words segmented by rjieba, ranked by tantivy's BM25, in memory.

A hit tells which share of the question's words it holds, so that the caller can tell an answer from a coincidence.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import rjieba
import tantivy

from wxbot.edition.kinds import Article, Body, Faq, Speech
from wxbot.edition.live import Live
from wxbot.edition.normalise import normalise

_HEAP = 15_000_000  # Bytes: the smallest that tantivy takes.
_REMEMBERED = 2_000  # Questions whose hits are kept for as long as the index lives.
LIMIT = 24  # Hits of a question.
_TERMS = 24  # Words of a question that are looked up.
_TITLE_BOOST, _TEXT_BOOST = 3.0, 1.0
_TOKENIZER = "blanks"

# Words that say nothing about the subject. They are left out of questions; in documents they do no harm.
_EMPTY_WORDS = frozenset(
    """
    的 了 吗 呢 吧 啊 我 你 您 他 她 是 在 有 和 与 及 就 都 也 要 想 请 问 请问 怎么 怎么办 如何 什么 哪里 哪儿
    可以 能 能否 需要 应该 一下 一个 这个 那个 关于 这 那 被 还 快 办 做 把 给 让 从 到 很 急 人
    a an the of to in on at for and or is are do does i my me you your we what how where when which can could should
    would it with from about please tell if need was were been be has have had not no so just get got s t m re ve ll
    """.split()  # noqa: SIM905 - a list of quoted words would be harder to read.
)


@dataclass(frozen=True, slots=True)
class Hit:
    live: Live[Body]
    score: float
    share: float  # Of the question's words, how many the item's names hold; 0 to 1.
    likeness: float  # How alike the question and the nearest of its names are; 1 when they have the same words.
    cover: float  # Of the words of one of its names, how many the question holds; names of one word do not count.


def segment(text: str) -> list[str]:
    return [word for word in rjieba.cut_for_search(normalise(text).bare) if word.strip()]


def telling(text: str) -> list[str]:
    """The words that say something about the subject."""
    return [word for word in segment(text) if word not in _EMPTY_WORDS]


def _long(text: str) -> Iterable[str]:
    """The words of a text of any length; ``normalise`` looks at one line's worth at a time."""
    for line in text.splitlines():
        for start in range(0, len(line), 300):
            yield from segment(line[start : start + 300])


def _names(live: Live[Body]) -> tuple[str, ...]:
    """What names the subject: the title, how people ask, who speaks, what it is about."""
    match live.body:
        case Faq(variants=variants):
            return (live.title, *variants)
        case Speech() as speech:
            return (live.title, speech.speaker, speech.office, speech.occasion, *speech.topics, *speech.countries)
        case Article() as article:
            return (live.title, *article.topics, *article.countries)
    return (live.title,)


def _rest(live: Live[Body]) -> str:
    match live.body:
        case Faq(answer=answer):
            return answer
        case Article(summary=summary, text=text):
            return f"{summary}\n{text}"
    return ""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("head", tokenizer_name=_TOKENIZER, index_option="freq")
    builder.add_text_field("rest", tokenizer_name=_TOKENIZER, index_option="freq")
    builder.add_unsigned_field("place", stored=True)
    return builder.build()


class SearchIndex:
    """Immutable once built, and safe to use from many threads."""

    def __init__(self, lives: Sequence[Live[Body]]) -> None:
        self._lives = lives
        self._schema = _schema()
        self._names = [tuple(frozenset(telling(name)) for name in _names(live)) for live in lives]
        index = tantivy.Index(self._schema)
        index.register_tokenizer(_TOKENIZER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
        writer = index.writer(_HEAP, 1)
        for place, live in enumerate(lives):
            document = tantivy.Document(place=place)
            document.add_text("head", " ".join(sorted(frozenset().union(*self._names[place]))))
            document.add_text("rest", " ".join(_long(_rest(live))))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()
        self.find = lru_cache(maxsize=_REMEMBERED)(self._find)  # Many people ask the same, and sections ask in turn.

    def _find(self, question: str, limit: int = LIMIT) -> tuple[Hit, ...]:
        """The best hits, best first. A question without a word that says anything finds nothing."""
        terms = list(dict.fromkeys(telling(question)))[:_TERMS]
        if not terms or not self._lives:
            return ()
        found = self._searcher.search(self._query(terms), limit).hits
        return tuple(self._hit(score, self._searcher.doc(address)["place"][0], terms) for score, address in found)

    def _query(self, terms: list[str]) -> tantivy.Query:
        def term(field: str, word: str, boost: float) -> tuple[tantivy.Occur, tantivy.Query]:
            query = tantivy.Query.term_query(self._schema, field, word)
            return tantivy.Occur.Should, tantivy.Query.boost_query(query, boost)

        clauses = [term("head", word, _TITLE_BOOST) for word in terms]
        return tantivy.Query.boolean_query(clauses + [term("rest", word, _TEXT_BOOST) for word in terms])

    def _hit(self, score: float, place: int, terms: list[str]) -> Hit:
        names = self._names[place]
        held = sum(any(term in name for name in names) for term in terms)
        likeness = max(2 * len(name.intersection(terms)) / (len(name) + len(terms)) for name in names)
        covers = (len(name.intersection(terms)) / len(name) for name in names if len(name) > 1)
        return Hit(self._lives[place], score, held / len(terms), likeness, max(covers, default=0.0))
