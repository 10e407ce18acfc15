"""Every sentence of the minutes (berita acara), in Indonesian and in English."""

from __future__ import annotations

from assess.questionnaire.questions import Text
from assess.room.verbs import FocusGroupVerb as Verb


def _(indonesian: str, english: str) -> Text:
    return Text(id=indonesian, en=english)


TITLE = _("Berita Acara", "Minutes")
OF_MEETING = _(
    "Diskusi Kelompok Terpumpun (FGD) Asesmen Kota Cerdas",
    "Focus Group Discussion (FGD) of the Smart City Assessment",
)
SUBJECT = _("Berita acara {meeting}, {region}", "Minutes of {meeting}, {region}")
AUTHOR = _("Pemerintah {region}", "Government of {region}")
FOOT = _(
    "Berita acara {meeting} · {region} · sidik catatan {hash}",
    "Minutes of {meeting} · {region} · log fingerprint {hash}",
)
SAMPLE = _("DATA CONTOH", "SAMPLE DATA")
OPENING = _(
    "Pada {day} telah dilaksanakan {meeting} bertempat di {place}, dibuka pukul {opened} dan "
    "ditutup pukul {closed}. Berita acara ini disusun dari catatan FGD yang tersimpan di sistem.",
    "On {day}, {meeting} was held at {place}. It was opened at {opened} and closed at {closed}. "
    "These minutes were made from the log of the meeting that is kept in the system.",
)
OPENING_WHILE_OPEN = _(
    "Pada {day} dilaksanakan {meeting} bertempat di {place}, dibuka pukul {opened} dan masih "
    "berlangsung. Berita acara ini disusun dari catatan FGD yang tersimpan di sistem.",
    "On {day}, {meeting} is held at {place}. It was opened at {opened} and still goes on. These "
    "minutes were made from the log of the meeting that is kept in the system.",
)
STILL_OPEN = _(
    "FGD ini belum ditutup. Berita acara ini masih sementara.",
    "This meeting is not closed yet. These minutes are provisional.",
)
STILL_OPEN_TITLE = _("Sementara", "Provisional")

FACTS = _("Data FGD", "The meeting")
REGION = _("Daerah", "Region")
ASSESSMENT = _("Asesmen", "Assessment")
QUESTIONNAIRE = _("Kuesioner", "Questionnaire")
QUESTIONNAIRE_TEXT = _("{title}, versi {version}", "{title}, version {version}")
PLACE = _("Tempat", "Place")
AGENDA = _("Agenda", "Agenda")
LEADERS = _("Fasilitator", "Facilitator")
LEADERS_TEXT = _("{first}, dilanjutkan oleh {others}", "{first}, followed by {others}")
HEADS = _("Orang di ruangan (dihitung)", "People in the room (counted)")
SEATS = _("Kursi peserta yang dihitung", "Participants' seats that count")
WITHDRAWN = _("Persetujuan ditarik", "Consent taken back")
WITHDRAWN_TEXT = _("{n} orang; jawabannya dihapus", "{n}; their answers were deleted")
REOPENED = _("Dibuka kembali", "Reopened")
REOPENED_TEXT = _("{when} oleh {by}: {why}", "{when} by {by}: {why}")

ATTENDANCE = _("Kehadiran dan kuorum", "Attendance and quorum")
QUORUM_TABLE = _("Kehadiran tiap kelompok", "Attendance by group")
QUORUM_NOTE = _(
    "Kuorum satu kelompok tercapai bila yang hadir paling sedikit setengah dari yang diundang.",
    "A group has a quorum if at least half of those invited came.",
)
GROUP = _("Kelompok", "Group")
INVITED = _("Diundang", "Invited")
CAME = _("Hadir", "Came")
QUORUM = _("Kuorum", "Quorum")
QUORUM_WORDS = {
    True: _("Tercapai", "Reached"),
    False: _("Tidak tercapai", "Not reached"),
    None: _("–", "–"),
}
TOTAL = _("Jumlah", "Total")
NAMES_TABLE = _("Daftar hadir", "Attendance list")
NAMES_NOTE = _(
    "Hanya yang menyetujui namanya dicantumkan. Daftar ini tidak terhubung dengan jawaban siapa pun.",
    "Only those who agreed to be named. This list is not tied to anybody's answers.",
)
NO_NAMES = _(
    "Tidak ada nama yang dicantumkan dalam daftar hadir.", "The attendance list holds no names."
)
NUMBER = _("No.", "No.")
NAME = _("Nama", "Name")
POSITION = _("Jabatan, instansi", "Position, institution")
NAME_REMOVED = _("(nama dihapus atas permintaan)", "(name deleted on request)")

ROUNDS = _("Putaran pengisian", "Rounds of answering")
ROUNDS_TABLE = _("Putaran yang ditutup", "Rounds that were closed")
ROUNDS_NOTE = _(
    "Jawaban tiap putaran disimpan apa adanya dan tidak dapat diubah. Sidik membuktikannya.",
    "The answers of each round are kept as they were and cannot be changed. The fingerprint "
    "proves it.",
)
ROUND = _("Putaran", "Round")
ROUND_AGAIN = _("{number} (ulangan ke-{edition})", "{number} (closed again, {edition})")
CLOSED_AT = _("Ditutup", "Closed")
ASKED = _("Butir", "Items")
ALL_ITEMS = _("semua", "all")
PEOPLE = _("Peserta", "People")
ANSWERS = _("Jawaban", "Answers")
FINGERPRINT = _("Sidik jawaban (SHA-256)", "Fingerprint of the answers (SHA-256)")
OFFICIAL = _("Skor resmi memakai putaran {number}.", "The official score uses round {number}.")
NO_ROUND = _("Belum ada putaran yang ditutup.", "No round is closed yet.")

TALK = _("Pembahasan", "Discussion")
TALK_TABLE = _("Butir yang dibahas dan kesepakatannya", "Items discussed, and what was agreed")
ITEM = _("Butir", "Item")
MINUTES = _("Menit", "Minutes")
AGREED = _("Kesepakatan", "Consensus")
AGREED_LEVEL = _("Tingkat {level}", "Level {level}")
NOT_AGREED = _("Tidak tercapai", "None reached")
NOT_SETTLED = _("Tidak dicatat", "Not recorded")
NOTE = _("Catatan", "Note")
NO_TALK = _("Tidak ada butir yang dibahas.", "No item was discussed.")
LEFT_OUT = _(
    "{n} dari {total} butir tidak sempat dibahas: {items}.",
    "{n} of {total} items could not be discussed: {items}.",
)

DISSENTS = _("Pendapat minoritas", "Minority statements")
DISSENTS_TABLE = _(
    "Pendapat yang berbeda dari kesepakatan", "Statements that differ from the consensus"
)
STATEMENT = _("Pendapat", "Statement")
NO_DISSENT = _("Tidak ada pendapat minoritas yang disampaikan.", "No minority statement was made.")
WITHOUT_GROUP = _("tanpa kelompok", "no group named")

DECISIONS = _("Keputusan", "Decisions")
NO_DECISION = _("Tidak ada keputusan yang dicatat.", "No decision was recorded.")
ACTIONS = _("Rencana tindak lanjut", "Action points")
ACTIONS_TABLE = _("Siapa berbuat apa, paling lambat kapan", "Who does what, by when")
ACTION = _("Kegiatan", "Action")
OWNER = _("Penanggung jawab", "Owner")
DUE = _("Batas waktu", "Due")
NO_ACTION = _("Tidak ada rencana tindak lanjut yang dicatat.", "No action point was recorded.")

CHANGES = _("Perubahan kursi", "Changes of seats")
CHANGES_TABLE = _(
    "Kursi yang dibatalkan, dipulihkan, atau digabung", "Seats voided, restored or merged"
)
WHEN = _("Waktu", "Time")
WHAT = _("Perubahan", "Change")
BY = _("Oleh", "By")
REASON = _("Alasan", "Reason")
SEAT_CHANGES = {
    Verb.SEAT_VOIDED: _("Kursi {seat} dibatalkan", "Seat {seat} voided"),
    Verb.SEAT_RESTORED: _("Kursi {seat} dipulihkan", "Seat {seat} restored"),
    Verb.SEATS_MERGED: _("Kursi {voided} digabung ke {kept}", "Seat {voided} merged into {kept}"),
    Verb.GROUP_CORRECTED: _("Kelompok kursi {seat} diperbaiki", "Group of seat {seat} corrected"),
}

PROOF = _("Bukti keutuhan", "Proof of integrity")
PROOF_TEXT = _(
    "Setiap kejadian dalam FGD dicatat berurutan. Sidik satu catatan mencakup sidik catatan "
    "sebelumnya, sehingga perubahan pada catatan mana pun mengubah sidik terakhir. Dari catatan "
    "yang sama, berita acara ini dapat disusun kembali sama persis.",
    "Everything that happened in the meeting was logged in order. The fingerprint of an entry "
    "covers that of the entry before, so a change of any entry changes the last fingerprint. From "
    "the same log these minutes can be made again exactly.",
)
CLOSING_HASH = _("Sidik penutupan FGD (SHA-256)", "Fingerprint at closing (SHA-256)")
LOG_HASH = _("Sidik catatan (SHA-256)", "Log fingerprint (SHA-256)")
ENTRIES = _("Banyaknya catatan", "Entries")
CHAIN = _("Pemeriksaan rantai", "Check of the chain")
CHAIN_WHOLE = _(
    "Utuh, dari catatan pertama sampai terakhir", "Whole, from the first entry to the last"
)
CHAIN_BROKEN = _(
    "RUSAK mulai catatan nomor {seq}. Jangan ditandatangani; hubungi pengelola aplikasi.",
    "BROKEN from entry number {seq} on. Do not sign; call the keeper of the application.",
)

SIGNING = _("Penandatanganan", "Signatures")
SIGNING_TEXT = _("Demikian berita acara ini dibuat dengan sebenarnya.", "These minutes are true.")
LEADER_ROLE = _("Fasilitator", "Facilitator")
OWNER_ROLE = _("Penanggung jawab daerah", "For the region")
WITNESS_ROLE = _("Wakil peserta", "For the participants")
OFFICE = _("Jabatan dan instansi", "Position and institution")
NAME_LINE = _("Nama dan tanda tangan", "Name and signature")
PLACE_AND_DATE = _("{place}, ........................", "{place}, ........................")
