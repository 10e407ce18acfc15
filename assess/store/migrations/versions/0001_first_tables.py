"""First tables

Revision: 0001, after None
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('username', sa.String(length=60), nullable=False),
    sa.Column('display_name', sa.String(length=100), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("role IN ('administrator', 'facilitator', 'official', 'reviewer')", name=op.f('ck_account_role')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('username', name=op.f('uq_account_username'))
    )
    op.create_table('failed_attempt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('subject', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_failed_attempt'))
    )
    with op.batch_alter_table('failed_attempt', schema=None) as batch_op:
        batch_op.create_index('ix_failed_attempt_kind_subject_at', ['kind', 'subject', 'at'], unique=False)

    op.create_table('questionnaire_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('version', sa.String(length=40), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('canonical', sa.Text(), nullable=False),
    sa.Column('stored_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_questionnaire_version')),
    sa.UniqueConstraint('key', 'version', 'sha256', name=op.f('uq_questionnaire_version_key_version_sha256')),
    sa.UniqueConstraint('sha256', name=op.f('uq_questionnaire_version_sha256'))
    )
    op.create_table('region',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kemendagri_code', sa.String(length=5), nullable=False),
    sa.Column('bps_code', sa.String(length=4), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('province', sa.String(length=100), nullable=False),
    sa.Column('cohort', sa.SmallInteger(), nullable=True),
    sa.Column('time_zone', sa.String(length=4), nullable=False),
    sa.Column('is_sample', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind IN ('kabupaten', 'kota')", name=op.f('ck_region_kind')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_region')),
    sa.UniqueConstraint('bps_code', name=op.f('uq_region_bps_code')),
    sa.UniqueConstraint('kemendagri_code', name=op.f('uq_region_kemendagri_code'))
    )
    op.create_table('account_region',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('region_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_account_region_account_id_account')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_account_region_region_id_region')),
    sa.PrimaryKeyConstraint('account_id', 'region_id', name=op.f('pk_account_region'))
    )
    op.create_table('assessment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('region_id', sa.Integer(), nullable=False),
    sa.Column('questionnaire_version_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('year', sa.SmallInteger(), nullable=False),
    sa.Column('is_sample', sa.Boolean(), nullable=False),
    sa.Column('legal_basis', sa.String(length=300), nullable=False),
    sa.Column('recipients', sa.String(length=300), nullable=False),
    sa.Column('contact', sa.String(length=200), nullable=False),
    sa.Column('keep_until', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_assessment_created_by_account')),
    sa.ForeignKeyConstraint(['questionnaire_version_id'], ['questionnaire_version.id'], name=op.f('fk_assessment_questionnaire_version_id_questionnaire_version')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_assessment_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment')),
    sa.UniqueConstraint('public_id', name=op.f('uq_assessment_public_id'))
    )
    with op.batch_alter_table('assessment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assessment_region_id'), ['region_id'], unique=False)

    op.create_table('log_in',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_log_in_account_id_account')),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_log_in'))
    )
    with op.batch_alter_table('log_in', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_log_in_account_id'), ['account_id'], unique=False)

    op.create_table('fact',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('region_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.String(length=40), nullable=False),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.Column('as_of', sa.Date(), nullable=True),
    sa.Column('source', sa.String(length=500), nullable=False),
    sa.Column('stated_by', sa.String(length=200), nullable=False),
    sa.Column('approximate', sa.Boolean(), nullable=False),
    sa.Column('disputed', sa.String(length=500), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=True),
    sa.Column('replaced_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_fact_assessment_id_assessment')),
    sa.ForeignKeyConstraint(['recorded_by'], ['account.id'], name=op.f('fk_fact_recorded_by_account')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_fact_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fact'))
    )
    with op.batch_alter_table('fact', schema=None) as batch_op:
        batch_op.create_index('ix_fact_assessment_question', ['assessment_id', 'question_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_fact_region_id'), ['region_id'], unique=False)

    op.create_table('focus_group',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('region_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('time_zone', sa.String(length=4), nullable=False),
    sa.Column('agenda', sa.Text(), nullable=False),
    sa.Column('expected_heads', sa.JSON(), nullable=False),
    sa.Column('join_code', sa.String(length=8), nullable=False),
    sa.Column('join_token', sa.String(length=32), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('frozen_ratings', sa.LargeBinary(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('open', 'closed')", name=op.f('ck_focus_group_state')),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_focus_group_assessment_id_assessment')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_focus_group_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_focus_group')),
    sa.UniqueConstraint('join_code', name=op.f('uq_focus_group_join_code')),
    sa.UniqueConstraint('join_token', name=op.f('uq_focus_group_join_token')),
    sa.UniqueConstraint('public_id', name=op.f('uq_focus_group_public_id'))
    )
    with op.batch_alter_table('focus_group', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_focus_group_assessment_id'), ['assessment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_focus_group_region_id'), ['region_id'], unique=False)

    op.create_table('scorecard',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('region_id', sa.Integer(), nullable=False),
    sa.Column('method_version', sa.String(length=20), nullable=False),
    sa.Column('questionnaire_sha256', sa.String(length=64), nullable=False),
    sa.Column('ratings_sha256', sa.String(length=64), nullable=False),
    sa.Column('data_cut', sa.DateTime(timezone=True), nullable=False),
    sa.Column('computed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('scorecard', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_scorecard_assessment_id_assessment')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_scorecard_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scorecard'))
    )
    with op.batch_alter_table('scorecard', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scorecard_assessment_id'), ['assessment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_scorecard_region_id'), ['region_id'], unique=False)

    op.create_table('draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('region_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=True),
    sa.Column('scorecard_id', sa.Integer(), nullable=True),
    sa.Column('requested_by', sa.Integer(), nullable=True),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('queued', 'running', 'ready', 'failed')", name=op.f('ck_draft_state')),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_draft_assessment_id_assessment')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_draft_region_id_region')),
    sa.ForeignKeyConstraint(['requested_by'], ['account.id'], name=op.f('fk_draft_requested_by_account')),
    sa.ForeignKeyConstraint(['scorecard_id'], ['scorecard.id'], name=op.f('fk_draft_scorecard_id_scorecard')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft')),
    sa.UniqueConstraint('public_id', name=op.f('uq_draft_public_id'))
    )
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_draft_assessment_id'), ['assessment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_draft_region_id'), ['region_id'], unique=False)

    op.create_table('focus_group_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('focus_group_id', sa.Integer(), nullable=False),
    sa.Column('region_id', sa.Integer(), nullable=False),
    sa.Column('verb', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("verb IN ('opened', 'closed', 'reopened', 'withdrawn')", name=op.f('ck_focus_group_event_verb')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_focus_group_event_account_id_account')),
    sa.ForeignKeyConstraint(['focus_group_id'], ['focus_group.id'], name=op.f('fk_focus_group_event_focus_group_id_focus_group')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_focus_group_event_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_focus_group_event'))
    )
    with op.batch_alter_table('focus_group_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_focus_group_event_focus_group_id'), ['focus_group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_focus_group_event_region_id'), ['region_id'], unique=False)

    op.create_table('participant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('focus_group_id', sa.Integer(), nullable=False),
    sa.Column('region_id', sa.Integer(), nullable=False),
    sa.Column('resume_code_hash', sa.String(length=64), nullable=False),
    sa.Column('group_key', sa.String(length=60), nullable=False),
    sa.Column('institution', sa.String(length=120), nullable=False),
    sa.Column('notice_version', sa.String(length=40), nullable=False),
    sa.Column('consents', sa.JSON(), nullable=False),
    sa.Column('consented_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('received', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['focus_group_id'], ['focus_group.id'], name=op.f('fk_participant_focus_group_id_focus_group')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_participant_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_participant')),
    sa.UniqueConstraint('focus_group_id', 'resume_code_hash', name=op.f('uq_participant_focus_group_id_resume_code_hash'))
    )
    with op.batch_alter_table('participant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_participant_focus_group_id'), ['focus_group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_participant_region_id'), ['region_id'], unique=False)

    op.create_table('answer',
    sa.Column('participant_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.String(length=40), nullable=False),
    sa.Column('region_id', sa.Integer(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('operation_id', sa.String(length=40), nullable=False),
    sa.Column('level', sa.SmallInteger(), nullable=True),
    sa.Column('target', sa.SmallInteger(), nullable=True),
    sa.Column('horizon', sa.String(length=60), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('evidence', sa.Text(), nullable=True),
    sa.CheckConstraint('level BETWEEN -2 AND 5 AND level <> 0', name=op.f('ck_answer_level')),
    sa.CheckConstraint('target BETWEEN 1 AND 5', name=op.f('ck_answer_target')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_answer_participant_id_participant')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_answer_region_id_region')),
    sa.PrimaryKeyConstraint('participant_id', 'question_id', name=op.f('pk_answer')),
    sqlite_with_rowid=False
    )
    op.create_table('answer_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('participant_id', sa.Integer(), nullable=False),
    sa.Column('region_id', sa.Integer(), nullable=False),
    sa.Column('operation_id', sa.String(length=40), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_answer_event_participant_id_participant')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_answer_event_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_event')),
    sa.UniqueConstraint('participant_id', 'operation_id', name=op.f('uq_answer_event_participant_id_operation_id'))
    )
    op.create_table('seat_token',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('participant_id', sa.Integer(), nullable=False),
    sa.Column('region_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_seat_token_participant_id_participant')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_seat_token_region_id_region')),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_seat_token'))
    )
    with op.batch_alter_table('seat_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_seat_token_participant_id'), ['participant_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('seat_token', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_seat_token_participant_id'))

    op.drop_table('seat_token')
    op.drop_table('answer_event')
    op.drop_table('answer')
    with op.batch_alter_table('participant', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_participant_region_id'))
        batch_op.drop_index(batch_op.f('ix_participant_focus_group_id'))

    op.drop_table('participant')
    with op.batch_alter_table('focus_group_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_focus_group_event_region_id'))
        batch_op.drop_index(batch_op.f('ix_focus_group_event_focus_group_id'))

    op.drop_table('focus_group_event')
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_draft_region_id'))
        batch_op.drop_index(batch_op.f('ix_draft_assessment_id'))

    op.drop_table('draft')
    with op.batch_alter_table('scorecard', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_scorecard_region_id'))
        batch_op.drop_index(batch_op.f('ix_scorecard_assessment_id'))

    op.drop_table('scorecard')
    with op.batch_alter_table('focus_group', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_focus_group_region_id'))
        batch_op.drop_index(batch_op.f('ix_focus_group_assessment_id'))

    op.drop_table('focus_group')
    with op.batch_alter_table('fact', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_fact_region_id'))
        batch_op.drop_index('ix_fact_assessment_question')

    op.drop_table('fact')
    with op.batch_alter_table('log_in', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_log_in_account_id'))

    op.drop_table('log_in')
    with op.batch_alter_table('assessment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assessment_region_id'))

    op.drop_table('assessment')
    op.drop_table('account_region')
    op.drop_table('region')
    op.drop_table('questionnaire_version')
    with op.batch_alter_table('failed_attempt', schema=None) as batch_op:
        batch_op.drop_index('ix_failed_attempt_kind_subject_at')

    op.drop_table('failed_attempt')
    op.drop_table('account')
