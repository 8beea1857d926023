"""List the invented phrases that cases are worded with: short, coded, and about nobody."""

from __future__ import annotations

# What the raising agency is worried about and, on the next line, what it asks for.
_CONCERNS = """\
The school and social care read the threshold differently after repeated absence.
A joint look at the threshold document and a decision with its reasons.
A referral was closed without a call back; the home conditions have not improved.
The referral is opened again and a visit takes place.
The step down was agreed without the health visitor, who still sees weight loss.
The plan stays in place until the next weight check.
A strategy discussion was held without the police, who hold recent reports.
A strategy discussion with all agencies present.
The safety plan relies on a family member who was not asked.
A safety plan that names who does what, agreed with the family.
Two agencies each expected the other to lead the early help plan.
A lead professional is named and the family is told.
A conference was put off twice and no interim plan exists.
A date for the conference and an interim plan until then.
The unborn baby's assessment has not begun although the birth is near.
The assessment begins at once, with a plan for the birth.
Information from a health check was not shared before the case was closed.
The closing decision is looked at again with the information.
A young person was moved without the school being told, and is out of education.
A school place and a meeting on how moves are told.
The core group has not met since the plan was made.
A core group meeting with dates for the next two.
A disclosure was taken as historic; the midwife believes that the risk is present.
The disclosure is assessed as a present risk.
Housing gave notice to the family while a child protection plan was in place.
Housing and social care agree where the family lives meanwhile.
Supervised contact ended without the view of those who saw the child afterwards.
Contact is supervised again until all views are heard.
The mental health crisis plan was written without the school, where crises happen.
A crisis plan that the school can follow.
Concerns about neglect were weighed one by one and never together.
A chronology by all agencies and a joint assessment.
The charity's reports of exploitation are not answered.
An answer to each report and a mapping meeting.
Social care asks for checks at home that health visiting says are not its role.
It is settled who visits, how often, and who is told.
""".splitlines()
CONCERNS = tuple(zip(_CONCERNS[::2], _CONCERNS[1::2], strict=True))

NOTES = (
    "Both sides explained their evidence.",
    "The threshold document was read together.",
    "The view of the child was heard beforehand.",
    "A message was left first.",
    "The plan is to look at it again after the next visit.",
    "Agreed in part; the rest goes on.",
    "The supervisor took part.",
    "Different views on the level of risk remain.",
)
PROTECTIVE_REASONS = (
    "The child goes home from hospital.",
    "Contact is due to begin again.",
    "The family is about to move.",
    "The placement ends.",
)
EXTENSION_REASONS = (
    "A report that both sides need is on its way.",
    "The decision maker is away until then.",
    "A joint visit was agreed first.",
)
CORRECTION_REASONS = (
    "Typed wrongly.",
    "The other side's record was right.",
    "Taken from the wrong line of the contact sheet.",
)
RATIONALES = (
    "The threshold for an assessment is not met on what is known.",
    "The plan in place covers the risk that was described.",
    "The family has agreed to the steps that were asked for.",
    "Another agency is better placed to lead.",
)
REASONS_AGAINST = (
    "Both managers speak again first.",
    "All who would come have been heard one by one.",
    "A date is set already.",
)
REDACTION_REASONS = (
    "It named a place.",
    "It said more about the family than was needed.",
)
AUTHORITIES = (
    "The information governance lead.",
    "The business manager.",
)
LEARNING_ACTIONS = (
    "The threshold document gets an example on this.",
    "Managers are reminded who confirms in writing.",
    "A short briefing for new staff.",
    "The referral form asks for it from now on.",
)
