"""Words that only take time, and words that hurry; with what to do instead."""

from ivr.check.words.phrase_list import PhraseList

_OUT = "Leave it out"
_CALM = "Say “Take your time.”, or nothing"
_ANSWER = "(?:answer|respond|reply|speak|choose|press|enter|decide|act|say|give|be)"
_QUICKLY = "(?:quickly|promptly|swiftly|immediately|without delay|at once|quick|brief)"

FILLER = PhraseList(
    {
        "en": {
            r"(?:your|every|each) (?:call|enquiry|custom|business|patience) (?:is|are) "
            r"(?:very |really |so |extremely )?(?:important|valuable|valued|appreciated)": _OUT,
            r"(?:we )?(?:really |greatly )?(?:value|appreciate) (?:your (?:call|custom|business|patience|time))": _OUT,
            r"(?:your \w+|you) (?:matters?|(?:is|are) (?:very |so )?important) to us": _OUT,
            r"thank(?:s| you) for your (?:\w+ )?(?:patience|custom|cooperation|understanding)": _OUT,
            r"(?:sorry|apologi[sz]e) for any (?:\w+ )?inconvenience": _OUT,
            r"(?:strive|pride ourselves|passionate|dedicated|committed) (?:to|on|about) (?:\w+ ){0,3}"
            r"(?:excellen\w+|quality|service|best|customers?|highest|delivering|providing)": _OUT,
            r"(?:would like to|wish to) (?:remind|inform|advise)|take (?:this|the) opportunity": _OUT,
            r"why wait\?|have you tried (?:our|the)": _OUT,
            r"valued (?:customer|caller|client|resident|patient)s?": _OUT,
            r"(?:options?|menus?|choices) (?:(?:have|has|may have) (?:recently |now |just )?|(?:were|was) recently )"
            r"(?:changed|been (?:changed|updated))": _OUT,
            r"listen (?:very )?(?:carefully|closely|attentively)": _OUT,
            r"listen to (?:all|each) (?:of )?(?:the|our|these|this) (?:\w+ )?(?:options?|choices|menu)": _OUT,
            r"did you know": _OUT,
            r"(?:brief|short|important) (?:message|announcement) (?:from|about|before|first)": _OUT,
            r"brief message": "Say “a message”, and how long it may be",
            r"(?:the following|(?:hear|listen to|play) (?:a|this)) (?:brief|short) (?:message|announcement)": _OUT,
            r"award(?:[ -]winning)?|award of|(?:won|win|winning|winners? of) (?:\w+ ){0,3}(?:awards?|prizes?)": _OUT,
            r"(?:we are|we're) (?:\w+ )?(?:proud|delighted|pleased|thrilled) (?:to|that|of)": _OUT,
            r"(?:ranked|rated|voted) (?:\S+ ){0,3}(?:top|first|excellent|outstanding|number one|no\.? ?1"
            r"|(?:most|best|friendliest|greenest|happiest|safest|cheapest|fastest) ?\w*)"
            r"|(?:country|uk|world|nation|region|britain)['’]s (?:\w+ )?"
            r"(?:favourite|leading|largest|biggest|best|number one|friendliest|greenest|most)"
            r"|we(?: are|['’]re) (?:one of )?the (?:\w+ )?(?:favourite|leading|largest|biggest|best)": _OUT,
            r"kids (?:go|travel|eat|stay|swim|play) (?:for )?free": _OUT,
            r"(?:you )?(?:could|can|may) save (?:up to|money|over|hundreds|(?:£ ?)?\d+)|save up to": _OUT,
            r"fancy an? [^.?!]{2,60}\?|why not (?:try|visit|come|join|download|treat|book)"
            r"|treat yourself|don['’]t miss (?:out|our|the)|while stocks last": _OUT,
            r"(?:exclusive|unbeatable|fantastic|amazing|unmissable|brand new|exciting) (?:\w+ )?"
            r"(?:offers?|deals?|savings?|prices?|rewards?|app|range|news)": _OUT,
            r"(?:terms|conditions) apply": _OUT,
            r"(?:follow|like|find) us on": _OUT,
            r"(?:sign up|subscribe) (?:to|for) (?:our|the) newsletter": _OUT,
            r"for your (?:convenience|comfort)": _OUT,
            r"for (?:a )?(?:faster|quicker|speedier) (?:service|response|answer)": _OUT,
            r"(?:may|might|will|could|are|is) (?:also )?(?:be )?(?:monitored|recorded)"
            r"(?: (?:and|or) (?:monitored|recorded))? (?:for (?:training|quality|monitoring|security)"
            r"|(?:to|so that we can) (?:help (?:us )?)?(?:to )?(?:improve|train|monitor))": "Say it where "
            "something is recorded, in a short sentence",
            r"for (?:\w+ ){0,4}(?:training|quality|monitoring|security)[^.?!]{0,20},? (?:\w+ )?calls? "
            r"(?:may|might|will|could|are|is) (?:also )?(?:be )?(?:monitored|recorded)": "Say it where "
            "something is recorded, in a short sentence",
            r"(?:experiencing|receiving|dealing with) (?:a )?(?:very |unusually |exceptionally )?"
            r"(?:(?:high|large|heavy|higher)(?: than (?:usual|normal|average))? (?:call )?(?:volumes?|numbers?)"
            r"|(?:high|unprecedented) demand)"
            r"|(?:due|owing) to (?:\w+ )?(?:high|heavy|unprecedented|exceptional|increased) (?:call )?"
            r"(?:demand|volumes?|numbers?)"
            r"|(?:waiting|wait) times are (?:\w+ )?(?:longer|higher)": "Say how long the wait is",
            r"zero[- ]tolerance|(?:will|shall|do|can)(?: not|n['’]t) (?:be )?tolerate(?:d)?|won['’]t (?:be )?tolerated?"
            r"|(?:abusive|aggressive|rude) callers"
            r"|(?:please|must|should) treat (?:our|my|the) (?:\w+ )?(?:staff|team|colleagues|people) (?:with|politely)"
            r"|be (?:kind|polite|courteous|respectful) (?:to|with|towards) (?:our|my|us|the)": (
                "Leave it out: those who ring for help hear it as about them"
            ),
            r"(?:have been|are) trained (?:as|to) (?:care navigators?|ask)": _OUT,
        },
        "cy": {
            r"mae eich galwad yn (?:bwysig|werthfawr)": _OUT,
            r"gwrandewch yn ofalus": _OUT,
            r"ni (?:fyddwn|chaiff|oddefir)[^.?!]{0,20}(?:goddef|oddef)\w*": "Gadewch hyn allan",
            r"diolch am eich (?:amynedd|cydweithrediad)|arobryn": _OUT,
            r"(?:recordio|recordir|cofnodi|cofnodir)[^.?!]{0,60} (?:hyfforddi|hyfforddiant|ansawdd|monitro)": (
                "Dywedwch hynny lle mae recordio, mewn brawddeg fer"
            ),
            r"nifer (?:uchel|uwch|anarferol)[^.?!]{0,25} o alwadau": "Dywedwch am faint i aros",
            r"mae(?:'r|’r| ein)? (?:dewisiadau|opsiynau|dewislen) wedi newid": _OUT,
            r"oeddech chi['’]n gwybod|wyddoch chi": _OUT,
        },
        "pl": {
            r"(?:twoj[ae]|państwa|pana|pani) (?:rozmowa|połączenie) jest (?:dla nas )?(?:bardzo )?ważn[ae]": _OUT,
            r"(?:opcje|menu) (?:menu )?(?:uległ[oy] zmianie|został[oy] zmienion[ey]|zmienił[oy] się)": _OUT,
            r"(?:uważnie|dokładnie) (?:wy)?słuchaj|(?:wy)?słuchać uważnie|(?:wy)?słuchaj uważnie": _OUT,
            r"uważnie (?:wy|od|po)?słuchać|uważne wysłuchanie": _OUT,
            r"czy (?:wiesz|wiedzą państwo|wie pan|wie pani),? że": _OUT,
        },
    }
)
"""Promotion and boilerplate."""

HURRY = PhraseList(
    {
        "en": {
            rf"(?:(?:please|must|should|kindly) |(?:^|(?<=[.?!] ))){_ANSWER}\b[^.?!]{{0,60}}{_QUICKLY}": _CALM,
            rf"(?:enter|key in|type|dial the)\b[^.?!]{{0,80}}{_QUICKLY}": _CALM,
            rf"(?:answering|responding|replying|speaking|choosing|pressing)\b[^.?!]{{0,60}}{_QUICKLY}": _CALM,
            r"as (?:quickly|fast|soon|briefly) as you can": _CALM,
            r"help (?:us|me) (?:to )?help you|(?:help|serve|assist) you (?:more quickly|faster|quicker|sooner)": _OUT,
            r"(?:we|you) (?:only )?have (?:only )?(?:limited|little) time|(?:our|your) time is limited": _CALM,
            r"so (?:that )?(?:we|i) can [^.?!]{0,60}(?:without (?:any )?delay|more quickly|faster|promptly)": _OUT,
            r"(?:to )?(?:avoid|prevent|save) (?:any )?(?:unnecessary |further )?(?:delays?|time)": _OUT,
            r"(?:please )?(?:(?<!no )(?<!any )(?<!not )(?<!n['’]t )(?<!never )hurry(?! you\b)|be quick|be brief"
            r"|keep it (?:short|brief)|make it (?:short|quick))"
            r"|do(?: not|n['’]t) (?:hang about|dawdle)": _CALM,
            r"you (?:only )?have (?:only )?(?:\w+|\d+) seconds": "Let the wait be long, and do not count it aloud",
            r"(?:time is|you are|you're) (?:running out|about to run out)(?: of time)?": _OUT,
            r"(?:if you do(?: not|n['’]t)|you (?:must|have to|need to)|please) (?:press|choose|answer|respond|reply"
            r"|enter|select|make a (?:choice|selection))[^.?!]{0,40}? (?:with)?in (?:the next )?\w+ seconds": _CALM,
            r"(?:keep|keeps|keeping) (?:us|me|others|other (?:callers|people)) waiting": _OUT,
            r"last chance|final (?:chance|attempt|warning)": _OUT,
            r"your call will (?:now )?be (?:ended|terminated|disconnected|cut off)": "Lead to a person",
            r"are you still there": "Say “Take your time.”",
        },
        "cy": {
            r"(?:atebwch|siaradwch|pwyswch)\b[^.?!]{0,60}yn gyflym|brysiwch": "Say “Cymerwch eich amser.”, or nothing",
        },
        "pl": {
            r"(?:odpowiedz|odpowiadaj|mów|wybierz|naciśnij)\b[^.?!]{0,60}szybko|jak najszybciej": "Say “Nie ma "
            "pośpiechu.”, or nothing",
            r"pospiesz się|prosimy? o pośpiech|aby uniknąć opóźnień": _OUT,
        },
    }
)
"""Pressure to be quick."""

ELSEWHERE = PhraseList(
    {
        "en": {
            r"(?:visit|go to|see|check|use|try|look at) our (?:\w+ )?(?:website|web site|web page|app)": "Say it "
            "where a choice leads to it",
            r"on our (?:\w+ )?(?:website|web site|web page)|(?:in|through|via|using|on) (?:the|our) (?:\w+ ){0,2}app": (
                "Say it where a choice leads to it"
            ),
            r"(?:quicker|faster|easier|simpler) (?:\w+ ){0,9}online": "Say it where a choice leads to it",
            r"(?:quicker|faster|easier|simpler|best) (?:to|if you) (?:visit|go to|use|try|look at|go)\b": "Say it "
            "where a choice leads to it",
        },
        "cy": {r"ewch i(?:'n|’n| ein) gwefan": "Say it where a choice leads to it"},
        "pl": {
            r"(?:odwiedź|zapraszamy na|zajrzyj na) (?:naszą )?stron[ęy]": "Say it where a choice leads to it"
        },
    }
)
"""What sends callers elsewhere, before they have had a choice."""
