"""Words that blame, label or look down on people, with what to say instead, by language."""

from typing import Final

from ivr.check.words.phrase_list import PhraseList

HURTFUL_WORDS: Final = PhraseList(
    {
        "en": {
            r"homosexual(?:s|ity)?": "Say “gay”, “lesbian”, “bisexual” or “LGBT+”.",
            r"transsexual(?:s|ism)?|transgendered|transgenders|transvestites?|trann(?:y|ies)": "Say “trans people”.",
            r"sex[- ]changes?|sex change operations?": "Say “transition”, if it has to be said at all.",
            r"(?:gay |lgbt\S* |homosexual |alternative |your |chosen )lifestyles?|lifestyle choices?": (
                "Say “life”, or leave it out: who somebody is is no lifestyle."
            ),
            r"lifestyles?(?! (?:advice|health|clinic|medicine|service|check|support|programme|team|coach))": (
                "Leave it out, or say what is meant."
            ),
            r"sexual preferences?": "Say “sexual orientation”.",
            r"preferred (?:pronouns?|gender)|chosen (?:pronouns?|gender)": "Say “pronouns”: they are not a preference.",
            r"born (?:a )?(?:man|woman|male|female|boy|girl)": "Leave it out.",
            r"biological(?:ly)? (?:male|female|men|women)": "Leave it out.",
            r"admit(?:s|ted)? (?:to )?being|self-confessed": "Say “says that they are”.",
            r"suffer(?:s|ing|ed)? (?:from|with)|afflicted (?:with|by)|stricken (?:with|by)": (
                "Say “has”, or “lives with”."
            ),
            r"sufferers?": "Say “people with …”.",
            r"victims? of": "Say “somebody who has been hurt”, or speak to them: “what happened to you”.",
            r"(?:a|the|if you are a|as a) victim(?! (?:support|care|services?|liaison|contact))": (
                "Say “you”, or “somebody who has been hurt”."
            ),
            r"confined to|wheelchair[- ]bound|bed[- ]?bound|housebound": (
                "Say “uses a wheelchair”, or “cannot leave home”."
            ),
            r"handicapped|handicaps?|cripp(?:le|led|les)|invalids?(?= (?:people|persons?|care))|spastics?": (
                "Say “disabled people”."
            ),
            r"(?<!care of )(?<!medicine for )the elderly(?! (?:care|medicine|services?|team|ward|unit)\b)": (
                "Say “older people”."
            ),
            r"(?:an? )?(?:diabetics|epileptics|asthmatics|schizophrenics|paraplegics|depressives)"
            r"|(?:an?|every|any) (?:diabetic|epileptic|asthmatic|schizophrenic|depressive)"
            r"(?= (?:and|or|who|with|can|should|must)\b|[.,;?!]|$)": "Say “people with diabetes”: people first.",
            r"battered (?:wi(?:fe|ves)|wom[ae]n|husbands?|partners?|spouses?|child(?:ren)?|people)": (
                "Say “people who are hurt at home”, or speak to them: “if somebody hurts you”."
            ),
            r"the (?:disabled|deaf|blind|homeless|mentally ill|vulnerable|needy|underprivileged|less fortunate)"
            r"(?= (?:and|or|can|may|must|should|will)\b|[.,;?!]|$)": (
                "Say “disabled people”, “deaf people”, “older people”: people first."
            ),
            r"deaf and dumb|deaf[- ]mutes?|mute people|dumb people": "Say “deaf people”, or “people who do not speak”.",
            r"mentally (?:handicapped|retarded|defective|ill)|mental patients?|retard(?:ed|s)?"
            r"|lunatics?|maniacs?|psychos?": (
                "Say “people with a mental health condition”, or “a learning disability”."
            ),
            r"old age pensioners?|oaps?|the infirm|senile|unmarried mothers?": "Say “older people”, “parents”.",
            r"prostitutes?|beggars?|vagrants?|wife[- ]beaters?": "Say what people need, not what they are called.",
            r"normal (?:people|person|callers?|voice|families|couples?)|able[- ]bodied": (
                "Say “other people”, “non-disabled people”."
            ),
            r"special needs": "Say what is needed, such as “more time”.",
            r"(?:drug )?(?:addicts?|abusers?(?= of (?:drugs|alcohol))|junkies)|alcoholics?(?! anonymous)": (
                "Say “people who use drugs”, “people who drink”."
            ),
            r"commit(?:ted|s|ting)? suicide": "Say “died by suicide”, “thinking of suicide”.",
            r"(?:illegal|failed) (?:immigrants?|asylum[- ]seekers?|aliens?)": "Say “people without papers”.",
            r"why you (?:did(?:n['’]t| not)|have(?:n['’]t| not)|waited|stayed|left it)"
            r"|why did(?:n['’]t| not)? you|why have(?:n['’]t| not)? you|why were(?:n['’]t| not)? you": (
                "Ask “What happened?”: “why” sounds like blame."
            ),
            r"you should(?:n['’]t| not)? have(?! (?:your|a|an|the|it|them|this|these|two|with)\b)"
            r"|(?<!not )(?<!n['’]t )(?<!never )your (?:own )?fault|you (?:failed|neglected|refused) to|you claim": (
                "Say what happens next, without blame."
            ),
            r"alleged(?:ly)? (?:victims?|abuse|assault|incidents?)|so-called": "Leave it out.",
            r"time[- ]wast(?:er|ers|ing)|pranks?(?: calls?| callers?)?"
            r"|nuisance callers?|hoax(?:ers)?|prosecuted for": (
                "Leave it out: people who need you will think you mean them."
            ),
        },
        "cy": {
            r"gwrywgydi\w*|[gc]yfunrhywiol\w*": "Dywedwch “hoyw”, “lesbiaidd” neu “LHDT+”.",
            r"trawsrywiol\w*": "Dywedwch “pobl draws”.",
            r"newid rhyw": "Dywedwch “trawsnewid”.",
            r"ffordd o fyw (?:hoyw|amgen)|dewis ffordd o fyw": "Gadewch hyn allan.",
            r"dewis rhywiol": "Dywedwch “cyfeiriadedd rhywiol”.",
            r"[nd]?dioddef o|ddioddef o": "Dywedwch “sydd â”.",
            r"(?:yn |y )?(?:dd|d)ioddefw(?:r|yr) (?:o|i)?": "Dywedwch “rhywun sydd wedi cael ei frifo”.",
            r"caeth i gadair olwyn|gaeth i gadair olwyn": "Dywedwch “yn defnyddio cadair olwyn”.",
            r"yr (?:anabl|henoed|digartref)(?= (?:a|ac|neu|yn)\b|[.,;?!]|$)": "Dywedwch “pobl anabl”.",
            r"pobl normal": "Dywedwch “pobl eraill”.",
            r"pam (?:wnaethoch|na wnaethoch) chi": "Gofynnwch “Beth ddigwyddodd?”.",
        },
        "pl": {
            r"homoseksualist\w*|pederast\w*": "Powiedz “gej”, “lesbijka” lub “osoby LGBT+”.",
            r"transseksualist\w*|transwestyt\w*": "Powiedz “osoby transpłciowe”.",
            r"zmian\w* płci": "Powiedz “tranzycja”.",
            r"preferencj\w* seksualn\w*|orientacj\w* homoseksualn\w*": "Powiedz “orientacja seksualna”.",
            r"styl\w* życia": "Pomiń to.",
            r"cierpi\w* na": "Powiedz “ma”, “żyje z”.",
            r"ofiar\w* (?:przemocy|gwałtu|przestępstw\w*)": "Powiedz “osoba, która doświadczyła przemocy”.",
            r"kalek\w*|inwalid\w*|upośledzon\w*|przykut\w* do wózka|głuchoniem\w*": (
                "Powiedz “osoba z niepełnosprawnością”."
            ),
            r"normaln\w* (?:ludzi\w*|ludzie|osob\w*|rodzin\w*)": "Powiedz “inne osoby”.",
            r"dlaczego (?:pan|pani|nie )": "Zapytaj “Co się stało?”.",
        },
    }
)
"""By the first part of a language's code. Another language is one entry more."""
