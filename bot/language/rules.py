"""Which marks make which intent. Each rule: score, intent, what must be there (`a|b` either) and must not (`!a`)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

_RULES = """
99 whoami whoami
97 unwatch unwatch
93 review_queue review !JOB !teach !howto
97 feedback verdict !howto !watch !unwatch
94 off_topic fun !JOB !jobs !failed
96 feedback bad !JOB !jobs !why !WS !ws !wss !system !howto
94 feedback good !JOB !jobs !Q !failed !howto !status
98 list_watches watches !unwatch !later !teach !howto !cancel !kill !delete
98 ambiguous approve ALONE
87 list_prompts prompt show|what|howmany|waiting|ASKS|ONLY|SHORT !PROMPT !JOB !pron !howto !whatis !teach !STREAM
90 longest_jobs longest !JOB !pron !why !late !history !howto !teach
79 job_status STRANGER failed|running|successful ASKS !what !show !howmany !JOB !jobs !STREAM !WS !ws !wss !system
95 list_approvals approvals !JOB !teach !howto !review !audit !TIME !rerun !cancel !hold !release !kill !submit
93 knowledge_question fixes !teach
97 list_resources resources show|howmany|status|ONLY !JOB !jobs !job !waiting !waitsfor !WS !help !whatis !howto
98 help HELPS !JOB !STREAM !WS !DOC
94 teach_knowledge teach !howto !ASKS
90 knowledge_question teach ASKS
94 watch askif later JOB|pron|STREAM !howto !history !teach
93 watch watch !howto !history !past !teach
92 ask_agent ask botagent|ws|wss !howto
93 agents_status botagent|wss ask what !JOB !why
91 agents_status botagent
72 ask_agent ask SHORT !JOB !jobs
90 audit_report audit
88 audit_report staff changed !JOB !howto
88 audit_report PERSON !JOB !howto
87 knowledge_question DOC !teach
85 audit_report control TIME !JOB !howto !failed
89 audit_report who changed|rerun|reran|cancel|cancelled|hold|kill|submit|release|put|confirm|held !howto
88 knowledge_question howto !JOB
84 knowledge_question howto !waitsfor !status !dep
90 knowledge_question howto concept|rerun|cancel|hold|release|kill|submit|doc|confirm|plan
87 knowledge_question CODE !JOB !jobs !why
87 knowledge_question code whatis|doc|SHORT !JOB
89 knowledge_question CODE|code whatis
88 knowledge_question whatis concept|stream|plan|ready|held|blocked|prompt|waiting|critical !JOB !happen !running !show
88 knowledge_question whatis cancelled|ws|failed !JOB !happen !running !show
86 knowledge_question doc
86 knowledge_question whatis control !JOB !running
79 knowledge_question whatis !JOB !dep !STREAM !WS !TIME !failed !running !waiting !late !critical !jobs !wss
70 knowledge_question concept
95 dependencies why waiting|waitsfor|held|blocked|ready !failed !howto
90 dependencies dep !concept
89 list_jobs waitsfor waiting !JOB !pron !STREAM
89 list_jobs waitsfor jobs WS !JOB !pron
89 list_jobs waitsfor jobs show|whatis|howmany !JOB !pron
88 dependencies waitsfor !prompt !help
91 dependencies impact JOB|pron !howto !watch
86 dependencies impact !howto
84 dependencies what JOB waiting !jobs !failed
87 dependencies sequence JOB jobs|what !watch !failed !history !late !log
89 dependencies why waiting JOB|pron !failed
89 dependencies why not JOB|pron !failed !successful
78 dependencies hold JOB ASKS !howto !past !who !held
85 dependencies JOB|pron waiting whatis|why
92 failed_jobs why failed jobs TIME !JOB !pron !STREAM !howto
92 failed_jobs happen failed|why TIME !JOB !pron !job !STREAM !howto
91 explain_failure why failed
89 explain_failure why JOB|pron|STREAM|happen !dep !impact
86 explain_failure why job !jobs
84 explain_failure why SHORT
80 explain_failure happen JOB|job|pron|STREAM
73 explain_failure CODE JOB
80 explain_failure failed whatis JOB|pron
86 job_history history JOB|job|pron|STREAM|duration|failed !summary
81 job_history history !summary !audit
87 job_history duration
79 job_history JOB LIMIT !WILD !log !status
83 job_history reran !who !howmany
82 job_history reran howmany JOB|pron !who
74 job_history rerun|submit|kill|release|cancel JOB|pron past
76 job_history cancelled|held JOB|pron past TIME
82 job_status schedule pron !jobs !STREAM !JOB !summary !plan
91 critical_jobs critpath JOB|STREAM !howto !fixes !teach
89 critical_jobs critpath !howto !whatis !JOB !teach
82 critical_jobs critical !JOB
79 late_jobs late !JOB
85 late_jobs overlong !JOB !howto !whatis !pron !why
83 job_history overlong JOB !why !howto
84 late_jobs late STREAM|WS some|jobs|howmany|what !JOB !why !howto
82 late_jobs late jobs !failed !running
80 late_jobs late jobs
92 schedule_summary recurring summary !JOB !why !howto !ASKS
91 schedule_summary recurring health|system|plan show|status|put|watch|schedule !JOB !why !howto !ASKS !failed !jobs
82 schedule_summary summary not
81 system_health summary
78 list_jobs schedule !JOB !late !plan !summary
77 job_status schedule JOB
86 job_log log JOB|pron whatis|what !code !CODE !failed
87 job_log log history JOB|pron !howmany !whatis
85 job_log log !system !whatis
88 plan_info plan duration !JOB !jobs !howto
83 plan_info plan !dep !JOB !jobs !failed !late !overlong !cancelled !held
80 plan_info plan status|show|TIME !JOB
78 failed_jobs failed !JOB !STREAM !ws !WS !not
82 failed_jobs CODE job|jobs TIME|show|howmany|happen|past !JOB !whatis !why !howto
83 failed_jobs failed jobs !not
82 failed_jobs failed job howmany|show|every_one !JOB !pron !STREAM !not
85 failed_jobs failed STREAM some|jobs|howmany|failures !JOB !why !howto !dep !successful
85 failed_jobs failed WS some|jobs|howmany|failures|TIME !JOB !why !howto !link !wss
83 failed_jobs failures !JOB !why !howto !whatis !STREAM !dep
80 failed_jobs failed WS !down !up
79 failed_jobs failed WILD
84 failed_jobs failed TIME !JOB !STREAM !ws !wss !WS !system !why !howto !not !job !pron !stream !prompt
76 failed_jobs failed show STREAM
74 failed_jobs happen TIME !JOB !running
70 failed_jobs failed job !JOB
77 list_jobs running|waiting|ready|held|successful|cancelled|blocked|slow !JOB !STREAM !ws !wss !prompt !health !stream
82 list_jobs schedule jobs WS
81 list_jobs running|waiting|ready|held|successful|cancelled|blocked|slow jobs !wss
84 list_jobs running|waiting|ready|held|successful|cancelled|blocked STREAM some|jobs|howmany !JOB !why !failed !late
80 list_jobs running|waiting|ready|held|successful|cancelled|blocked|slow WS !up !down !status !STREAM
82 list_jobs not failed jobs
75 list_jobs jobs WS !down !up
66 list_jobs jobs !STREAM
67 list_jobs jobs show|TIME|WS|LIMIT|howmany|WILD|status|STREAM
67 list_jobs howmany job
75 list_jobs WILD !stream
58 list_jobs happen
72 job_status JOB failed|running|successful|status|late|waiting|held|ready|blocked|cancelled|critical|slow !WILD
62 job_status JOB !WILD
68 job_status JOB show|whatis|past !WILD
63 job_status pron status|failed|running|successful|waiting|late|held|blocked
61 job_status job status|running|successful|show|failed|whatis|past !jobs
50 job_status status
48 job_status job !jobs
80 list_jobs STREAM show job every_one
77 job_stream_status STREAM !jobs !JOB
80 failed_jobs failures STREAM !why
79 job_stream_status STREAM status|running|successful|failed|late|show !jobs !JOB
74 job_stream_status stream !JOB !WS !jobs
79 job_stream_status streams
74 workstation_status WS !JOB
84 workstation_status WS|ws|wss down|up !JOB
89 workstation_status WS concept !howto !JOB !teach !why !whatis
88 workstation_status WS|ws duration down|up !JOB
87 workstation_status link every_one|some !JOB !jobs !WS !why
87 workstation_status master status|down|up|health|running !jobs
84 workstation_status ws|wss failed|status|show|running|health|happen|successful !jobs !JOB
73 workstation_status JOB up|down !JOBLIKE !PLANNED !failed !job !running !late !dep !why !log !jobs !watch !successful
75 workstation_status JOB link !job !dep !jobs !log !why !failed !successful
72 workstation_status ws|wss !jobs !JOB
76 workstation_status show|status WS !jobs !JOB
75 system_health system !JOB !jobs !why
82 system_health health !JOB !WS !ws !jobs !wss !STREAM
86 system_health system status|health|slow|down|up|happen|running|summary !JOB !jobs !who !ws !wss !why
60 system_health happen running
59 system_health slow
92 greeting thanks greet help !ASKS !JOB !jobs
66 help help
88 help help !failed !jobs !JOB !log
86 help puzzled SHORT !JOB !failed !log !code !why !doc
87 confirm_prompt prompt ANSWER|confirm !howto !show
97 confirm_prompt ANSWER !bad !unwatch
89 explain_failure whatis ALONE
80 confirm_prompt confirm !JOB !pron !successful !failed !jobs !Q !howto !show !waiting !past
83 off_topic chat !JOB !jobs !failed !log !system !status !health
70 greeting greet !JOB !STREAM !WS
64 greeting thanks !JOB !STREAM !WS
"""


@dataclass(frozen=True, slots=True)
class Rule:
    score: int
    intent: str
    needs: tuple[frozenset[str], ...]
    refuses: frozenset[str]
    text: str
    """As written in the table."""

    def holds(self, marks: frozenset[str]) -> bool:
        for need in self.needs:
            if marks.isdisjoint(need):
                return False
        return marks.isdisjoint(self.refuses)


def _parse(line: str) -> Rule:
    score, intent, *marks = line.split()
    needs = tuple(frozenset(m.split("|")) for m in marks if not m.startswith("!"))
    return Rule(int(score), intent, needs, frozenset(m[1:] for m in marks if m.startswith("!")), line)


RULES = tuple(sorted((_parse(line) for line in _RULES.strip().splitlines()), key=lambda r: -r.score))


def _led() -> dict[str, tuple[int, ...]]:
    """The places of the rules that a mark leads to: each rule by that of its needs which fewest others share."""
    uses = Counter(mark for rule in RULES for need in rule.needs for mark in need)
    led: dict[str, list[int]] = {}
    for at, rule in enumerate(RULES):
        for mark in min(rule.needs, key=lambda need: sum(uses[mark] for mark in need)):
            led.setdefault(mark, []).append(at)
    return {mark: tuple(places) for mark, places in led.items()}


_LED = _led()


def best(marks: frozenset[str]) -> Rule | None:
    """The strongest rule that holds."""
    places = sorted(set().union(*(_LED.get(mark, ()) for mark in marks)))
    return next((RULES[at] for at in places if RULES[at].holds(marks)), None)


def held(marks: frozenset[str]) -> tuple[Rule, ...]:
    """The strongest rule of each intent that could be meant, the best first."""
    found: dict[str, Rule] = {}
    for rule in RULES:
        if rule.holds(marks):
            found.setdefault(rule.intent, rule)
    return tuple(found.values())
