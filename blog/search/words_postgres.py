"""Pure: blog.search.words said once more in SQL, as a function for PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence

from blog.search import words as spelling


def function_of_words(name: str, spans: Sequence[int]) -> str:
    """Return SQL that makes the function `name`(key, title, html): words, and the spans of time."""
    text = "lower(regexp_replace(normalize(plain, NFKD), {marks}, '', 'g'))"
    text = f"translate({text}, {_quoted(spelling.LETTERS[0])}, {_quoted(spelling.LETTERS[1])})"
    for letter, pair in spelling.PAIRS.items():
        text = f"replace({text}, {_quoted(letter)}, {_quoted(pair)})"
    text = f"normalize(regexp_replace({text}, {{marks}}, '', 'g'), NFC)"
    text = f"regexp_replace({text}, {{unspaced}}, ' \\1 ', 'g')"
    text = text.replace("{marks}", _quoted(f"[{spelling.MARKS}]"))
    text = text.replace("{unspaced}", _quoted(f"([{spelling.UNSPACED}])"))
    moments = ", ".join(f"'=s{span}.' || (key >> {span})" for span in spans)
    separators = spelling.SEPARATORS
    block, tag, reference = map(_quoted, (spelling.BLOCK_TAG, spelling.TAG, spelling.REFERENCE))
    return f"""
        CREATE OR REPLACE FUNCTION {name}(key bigint, title text, html text)
        RETURNS tsvector AS $$
        DECLARE
            plain text := title || ' ' || regexp_replace(regexp_replace(regexp_replace(
                html, {block}, ' ', 'g'), {tag}, '', 'g'), {reference}, ' ', 'g');
            folded text := lower(plain);
            words text[];
        BEGIN
            IF plain ~ {_quoted(f"[^{spelling.PLAIN}]")} THEN
                folded := {text};
            END IF;
            words := regexp_split_to_array(folded, {_quoted(f"[{separators}]+")});
            words := array_remove(words, '');
            IF cardinality(words) > {spelling.MOST_WORDS}
                OR folded ~ {_quoted(f"[^{separators}]{{{spelling.LONGEST_WORD + 1}}}")} THEN
                words := ARRAY(
                    SELECT left(word, {spelling.LONGEST_WORD})
                    FROM unnest(words) WITH ORDINALITY AS found (word, place)
                    GROUP BY 1 ORDER BY min(place) LIMIT {spelling.MOST_WORDS}
                );
            END IF;
            RETURN array_to_tsvector(ARRAY[{moments}] || words);
        END $$ LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000
    """  # noqa: S608  (only names of ours)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
