"""Cover, document control, approval, and the summary that stands alone."""

from __future__ import annotations

from assess.masterplan.proposals import Because
from assess.report import phrases, response_phrases
from assess.report.blocks import (
    Block,
    Bullets,
    Callout,
    Chapter,
    Cover,
    Definitions,
    Paragraph,
    Section,
    Signature,
    Signatures,
    Tile,
    Tiles,
)
from assess.report.reading import Reading
from assess.report.response import provisional, result_status

TOP_GAPS = 5
TOP_INITIATIVES = 5
FIRST_YEAR_MONTHS = 12


def cover(reading: Reading) -> Cover:
    say, region, inputs = reading.voice, reading.inputs.region, reading.inputs
    cohort = str(region.cohort) if region.cohort else say(phrases.NO_COHORT)
    return Cover(
        kicker=say(phrases.KICKER),
        title=say(phrases.COVER_TITLE),
        region=region.full_name,
        subtitle=assessment(reading),
        rows=(
            (say(phrases.PROVINCE), region.province),
            (say(phrases.REGION_CODE), region.kemendagri_code),
            (say(phrases.BPS_CODE), region.bps_code),
            (say(phrases.COHORT), cohort),
            (say(phrases.PREPARED_ON), say.date(inputs.created_on)),
        ),
        draft=say(phrases.DRAFT),
        sample=say(phrases.SAMPLE) if inputs.is_sample else "",
    )


def assessment(reading: Reading) -> str:
    """Title and year; most titles hold the year already."""
    title, year = reading.inputs.assessment_title, str(reading.inputs.year)
    return title if year in title else f"{title} {year}"


def control(reading: Reading, fingerprint: str) -> Chapter:
    say, inputs = reading.voice, reading.inputs
    status = phrases.STATUS_SAMPLE if inputs.is_sample else phrases.STATUS_DRAFT
    rows = [
        (say(phrases.DOCUMENT), say(phrases.TITLE)),
        (say(phrases.STATUS), say(status)),
        (say(response_phrases.RESULT_STATUS), result_status(reading)),
        (say(phrases.ASSESSMENT), assessment(reading)),
        (say(phrases.PREPARED_ON), say.date(inputs.created_on)),
        *version_rows(reading, fingerprint),
        (say(phrases.ORIGIN), say(phrases.ORIGIN_TEXT)),
    ]
    blocks: list[Block] = [Paragraph(say(phrases.CONTROL_LEAD)), Definitions(tuple(rows))]
    if inputs.is_sample:
        blocks.insert(0, Callout(say(phrases.SAMPLE), say(phrases.SAMPLE_TEXT)))
    return Chapter("kendali", "", say(phrases.CONTROL), (Section("", "", tuple(blocks)),))


def approval(reading: Reading) -> Chapter:
    say = reading.voice
    blocks = (Paragraph(say(phrases.APPROVAL_TEXT)), _signatures(reading))
    return Chapter("pengesahan", "", say(phrases.APPROVAL), (Section("", "", blocks),))


def version_rows(reading: Reading, fingerprint: str) -> list[tuple[str, str]]:
    """What a reader needs to find the same figures again."""
    say, inputs = reading.voice, reading.inputs
    moment = say.moment(inputs.data_cut, inputs.region.time_zone)
    questionnaire, catalogue = inputs.questionnaire, inputs.catalogue
    rows = [
        (say(phrases.DATA_CUT), moment),
        (
            say(phrases.QUESTIONNAIRE),
            say(
                phrases.QUESTIONNAIRE_VERSION,
                title=reading.name(questionnaire.title),
                version=questionnaire.version,
            ),
        ),
        (say(phrases.FINGERPRINT), inputs.questionnaire_sha256),
        (say(phrases.METHOD_VERSION), inputs.scorecard.method_version),
        (say(phrases.METHOD_IN_SHORT), say(phrases.METHOD_IN_SHORT_TEXT)),
        (say(phrases.WEIGHTS), _weights(reading)),
    ]
    if inputs.companions is not None:
        rows.append((say(phrases.SEED), str(inputs.companions.seed)))
    if inputs.ratings_sha256:
        rows.append((say(phrases.RATINGS_FINGERPRINT), inputs.ratings_sha256))
    if catalogue is None:
        told = say(phrases.NO_CATALOGUE_ROW)
    else:
        told = say(
            phrases.CATALOGUE_VERSION,
            title=reading.name(catalogue.title),
            version=catalogue.version,
        )
    rows += [(say(phrases.CATALOGUE), told), (say(phrases.CONTENT_FINGERPRINT), fingerprint)]
    return rows


def _weights(reading: Reading) -> str:
    say, n = reading.voice, len(reading.inputs.weights)
    if not n:
        return say(phrases.WEIGHTS_OF_FORM)
    return say(phrases.WEIGHTS_ADOPTED, n=n)


def _signatures(reading: Reading) -> Signatures:
    say, region = reading.voice, reading.inputs.region
    is_city = region.full_name.startswith("Kota ")
    place = region.full_name.removeprefix("Kota ").removeprefix("Kabupaten ")
    head = phrases.MAYOR if is_city else phrases.REGENT
    return Signatures(
        place_and_date=say(phrases.SIGNATURE_PLACE, place=place),
        signatures=(
            Signature(say(phrases.PREPARED_BY), say(phrases.TEAM_HEAD)),
            Signature(say(phrases.CHECKED_BY), say(phrases.PLANNING_HEAD)),
            Signature(say(phrases.APPROVED_BY), say(head)),
        ),
        name_label=say(phrases.SIGNATURE_NAME),
    )


def summary(reading: Reading) -> Chapter:
    say = reading.voice
    opening: list[Block] = [_tiles(reading), Paragraph(_index_sentence(reading))]
    opening += [Paragraph(text) for text in _dimension_sentences(reading)]
    opening += provisional(reading)
    opening.append(Callout(say(phrases.SELF_ASSESSED), say(phrases.SELF_ASSESSED_TEXT)))
    opening.append(absent_groups(reading))
    sections = [Section("", "", tuple(opening)), *_gap_section(reading)]
    sections.append(
        Section("ringkasan-tahun-pertama", say(phrases.SUMMARY_FIRST_YEAR), _first_year(reading))
    )
    return Chapter("ringkasan", "", say(phrases.SUMMARY), tuple(sections))


def absent_groups(reading: Reading) -> Callout:
    say, absent = reading.voice, reading.inputs.scorecard.groups_absent
    if not absent:
        return Callout(say(phrases.ABSENT_GROUPS), say(phrases.ALL_GROUPS_SPOKE))
    names = say.series([reading.group_briefly(key) for key in absent])
    text = say(phrases.ABSENT_GROUPS_TEXT, n=len(absent), groups=names)
    return Callout(say(phrases.ABSENT_GROUPS), text)


def _tiles(reading: Reading) -> Tiles:
    say, card = reading.voice, reading.inputs.scorecard
    index, all_groups = card.index, len(reading.inputs.questionnaire.groups)
    tiles = [
        Tile(
            say(phrases.INDEX),
            say.score(index.score),
            say(phrases.INDEX_SCALE, predicate=reading.predicate(index.score))
            if index.score is not None
            else reading.reason(index.reason),
        ),
        Tile(
            say(phrases.GAP_TO_TARGET),
            say.score(index.gap),
            say(phrases.GAP_NOTE, target=say.score(index.target)),
        ),
        Tile(
            say(phrases.PARTICIPANTS),
            say.count(card.n_respondents),
            say(phrases.PARTICIPANTS_NOTE, groups=len(card.groups_present), all=all_groups),
        ),
    ]
    if card.readiness is not None:
        note = reading.predicate(card.readiness.score)
        if card.readiness.score is None:
            note = reading.reason(card.readiness.reason)
        else:
            note = say(phrases.INDEX_SCALE, predicate=note)
        tiles.insert(2, Tile(say(phrases.READINESS_INDEX), say.score(card.readiness.score), note))
    return Tiles(tuple(tiles))


def _index_sentence(reading: Reading) -> str:
    say, index = reading.voice, reading.inputs.scorecard.index
    region = reading.inputs.region.full_name
    if index.score is None:
        return say(phrases.SUMMARY_NO_INDEX, region=region, reason=reading.reason(index.reason))
    phrase = phrases.SUMMARY_INDEX
    if index.gap is None or index.target is None:
        phrase = phrases.SUMMARY_INDEX_NO_TARGET
    return say(
        phrase,
        region=region,
        score=say.score(index.score),
        predicate=reading.predicate(index.score),
        target=say.score(index.target),
        gap=say.score(index.gap),
    )


def _dimension_sentences(reading: Reading) -> list[str]:
    say, card = reading.voice, reading.inputs.scorecard
    scored = [node for node in card.dimensions.values() if node.score is not None]
    sentences = []
    if len(scored) > 1:
        best = max(scored, key=lambda node: node.score or 0)
        worst = min(scored, key=lambda node: node.score or 0)
        sentences.append(
            say(
                phrases.SUMMARY_BEST_WORST,
                best=reading.dimension(best.key),
                best_score=say.score(best.score),
                worst=reading.dimension(worst.key),
                worst_score=say.score(worst.score),
            )
        )
    if card.readiness is not None and card.readiness.score is not None:
        sentences.append(say(phrases.SUMMARY_READINESS, score=say.score(card.readiness.score)))
    return [" ".join(sentences)] if sentences else []


def _gap_section(reading: Reading) -> list[Section]:
    say = reading.voice
    whole = sum(p.contribution for p in reading.plan.priorities if p.of_index)
    largest = [priority for priority in reading.plan.priorities if priority.of_index][:TOP_GAPS]
    if not largest or whole <= 0:
        return []
    items = tuple(
        say(
            phrases.SUMMARY_GAP_ITEM,
            subpillar=reading.subpillar(priority.subpillar),
            dimension=reading.dimension_briefly(priority.dimension),
            score=say.score(priority.score),
            target=say.score(priority.target),
            share=say.percent(priority.contribution / whole),
        )
        for priority in largest
    )
    return [Section("ringkasan-kesenjangan", say(phrases.SUMMARY_GAPS), (Bullets(items),))]


def _first_year(reading: Reading) -> tuple[Block, ...]:
    say, proposals = reading.voice, reading.plan.proposals
    if not proposals:
        return (Paragraph(reading.why_no_plan),)
    first = [p for p in proposals if p.months <= FIRST_YEAR_MONTHS]
    of_index = {s.key for d in reading.inputs.questionnaire.dimensions for s in d.subpillars}
    # Contributions to the index and to readiness are shares of different wholes: index first.
    largest = sorted(
        (p for p in first if p.because is Because.GAP),
        key=lambda p: (p.initiative.subpillar not in of_index, -p.contribution),
    )[:TOP_INITIATIVES]
    items = tuple(
        say(
            phrases.SUMMARY_INITIATIVE,
            title=reading.name(proposal.initiative.title),
            office=reading.office(proposal.initiative.lead),
        )
        for proposal in largest
    )
    lead = say(phrases.SUMMARY_FIRST_YEAR_LEAD, n=len(proposals), first=len(first))
    return (Paragraph(lead), Bullets(items))
