"""FHIR R4: forms as Questionnaires, responses as answers, outcomes as Bundles.

| what | where |
|---|---|
| a form as a Questionnaire, and what that cannot say | `questionnaire.questionnaire_of` |
| a QuestionnaireResponse as answers, and what is wrong with it | `response.answers_of` |
| answers as a QuestionnaireResponse | `answered.response_of` |
| an outcome as a Bundle | `bundle.bundle_of` |
| a foreign Questionnaire as a form, and what was lost | `foreign.form.form_of` |

Resources are plain dicts, ready for `json.dumps`. Law: what one side cannot say is reported by name.
"""
