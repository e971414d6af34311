"""Each letter that went before thanks of every kind were kept gave one, too."""

from django.db import migrations

GIVE = """
insert into recognition_acknowledgement
    (event_id, kind, tier, thanker, channel, giver_id, due_on, status, given_at, evidence, letter_id)
select l.event_id, 'letter', case when s.thanker = 'minister' then 3 else 2 end, s.thanker,
    case l.channel when 'email' then 'email' when 'hand' then 'in_person' else 'post' end,
    null, e.due_on,
    case when exists (select from recognition_regret r where r.letter_id = l.id)
        then 'regretted' else 'given' end,
    l.sent_at, l.ref, l.id
from recognition_letter l
    join recognition_contributionevent e on e.id = l.event_id
    join recognition_campaign c on c.id = l.campaign_id
    join recognition_signatory s on s.id = c.signatory_id
where l.status = 'sent'
on conflict do nothing
"""


class Migration(migrations.Migration):
    dependencies = [("recognition", "0024_thanks_of_every_kind")]

    operations = [migrations.RunSQL(GIVE, migrations.RunSQL.noop)]
