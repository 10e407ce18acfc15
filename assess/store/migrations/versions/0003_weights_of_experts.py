"""Weights of experts

Revision: 0003, after 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('adopted_weights',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('region_id', sa.Integer(), nullable=False),
    sa.Column('set_key', sa.String(length=60), nullable=False),
    sa.Column('method', sa.String(length=10), nullable=False),
    sa.Column('weights', sa.JSON(), nullable=False),
    sa.Column('experts', sa.SmallInteger(), nullable=False),
    sa.Column('ratio', sa.Double(), nullable=True),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('after_result', sa.Boolean(), nullable=False),
    sa.Column('adopted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('adopted_by', sa.Integer(), nullable=True),
    sa.Column('replaced_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("method IN ('instrument', 'equal', 'budget', 'pairwise')", name=op.f('ck_adopted_weights_method')),
    sa.ForeignKeyConstraint(['adopted_by'], ['account.id'], name=op.f('fk_adopted_weights_adopted_by_account')),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_adopted_weights_assessment_id_assessment')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_adopted_weights_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_adopted_weights'))
    )
    with op.batch_alter_table('adopted_weights', schema=None) as batch_op:
        batch_op.create_index('ix_adopted_weights_assessment_set', ['assessment_id', 'set_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_adopted_weights_region_id'), ['region_id'], unique=False)

    op.create_table('weight_expert',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('region_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.SmallInteger(), nullable=False),
    sa.Column('office', sa.String(length=120), nullable=False),
    sa.Column('token', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_weight_expert_assessment_id_assessment')),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_weight_expert_created_by_account')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_weight_expert_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_weight_expert')),
    sa.UniqueConstraint('assessment_id', 'number', name=op.f('uq_weight_expert_assessment_id_number')),
    sa.UniqueConstraint('token', name=op.f('uq_weight_expert_token'))
    )
    with op.batch_alter_table('weight_expert', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_weight_expert_assessment_id'), ['assessment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_weight_expert_region_id'), ['region_id'], unique=False)

    op.create_table('weight_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('expert_id', sa.Integer(), nullable=False),
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('region_id', sa.Integer(), nullable=False),
    sa.Column('set_key', sa.String(length=60), nullable=False),
    sa.Column('method', sa.String(length=10), nullable=False),
    sa.Column('entries', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('ratio', sa.Double(), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_by', sa.Integer(), nullable=True),
    sa.Column('replaced_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("method IN ('instrument', 'equal', 'budget', 'pairwise')", name=op.f('ck_weight_entry_method')),
    sa.CheckConstraint("state IN ('draft', 'accepted', 'sent_back')", name=op.f('ck_weight_entry_state')),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_weight_entry_assessment_id_assessment')),
    sa.ForeignKeyConstraint(['entered_by'], ['account.id'], name=op.f('fk_weight_entry_entered_by_account')),
    sa.ForeignKeyConstraint(['expert_id'], ['weight_expert.id'], name=op.f('fk_weight_entry_expert_id_weight_expert')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_weight_entry_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_weight_entry'))
    )
    with op.batch_alter_table('weight_entry', schema=None) as batch_op:
        batch_op.create_index('ix_weight_entry_assessment_set', ['assessment_id', 'set_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_weight_entry_expert_id'), ['expert_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_weight_entry_region_id'), ['region_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('weight_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_weight_entry_region_id'))
        batch_op.drop_index(batch_op.f('ix_weight_entry_expert_id'))
        batch_op.drop_index('ix_weight_entry_assessment_set')

    op.drop_table('weight_entry')
    with op.batch_alter_table('weight_expert', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_weight_expert_region_id'))
        batch_op.drop_index(batch_op.f('ix_weight_expert_assessment_id'))

    op.drop_table('weight_expert')
    with op.batch_alter_table('adopted_weights', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_adopted_weights_region_id'))
        batch_op.drop_index('ix_adopted_weights_assessment_set')

    op.drop_table('adopted_weights')
