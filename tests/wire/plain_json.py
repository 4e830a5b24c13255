"""Any JSON value, with the names that the neighbours' calls look for among its names."""

from __future__ import annotations

from hypothesis import strategies as st

NAMES = (
    *("comment", "body", "text", "type", "author", "role", "story", "url", "context", "entries", "languages"),
    *("articleAndParentComment", "article", "requestedAttributes", "attributeScores", "SPAM", "summaryScore", "value"),
    *("scoreThreshold", "scoreType", "spanAnnotations", "clientToken", "doNotStore"),
)
WORDS = ("PROBABILITY", "HTML", "SPAM", "https://news.example/a", "\ud800", "\U0001f426", "\x00", " ", "casino")

leaves = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text() | st.sampled_from(WORDS)
)  # fmt: skip
names = st.sampled_from(NAMES) | st.text(max_size=5)
anything = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=6), max_leaves=25
)
texts = st.text(min_size=1) | st.sampled_from([f"a {word} b" for word in WORDS])
analyses = st.fixed_dictionaries(
    {"comment": st.fixed_dictionaries({"text": texts}), "requestedAttributes": st.just({"SPAM": {}})},
    optional={
        **dict.fromkeys(("context", "languages", "clientToken", "sessionId", "communityId"), anything),
        **{name: st.booleans() for name in ("spanAnnotations", "doNotStore")},
    },
)
