"""Spintax templates written for this project: one set for setting constants, a disjoint one for what is reported.

`{a|b}` is one of several, nested if wanted; `[product]`, `[host]`, `[name]` and `[number]` are filled from pools. The
wording imitates what is sold in comments; none of it was taken from anybody's comment.
"""

from __future__ import annotations


def _paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text, each as one line."""
    return tuple(" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n"))


TUNING = _paragraphs("""
{I|We} {really|truly|honestly} {like|love|enjoy} your {blog|site|website}, {especially|above all} the
{layout|design} and the {clear|easy} {writing|style}. {Please|Do} {keep|carry} {it up|on}! {I|We} {write|post}
about [product] at http://[host]

{Hello|Hi|Hey} there, {I|my friend} {found|discovered|came across} this {page|article} while {looking|searching}
for [product] and {must|have to} say it {helped|served} {me|us} {a lot|very much}. {Does|Would} anyone
{know|recommend} {another|a similar} {place|source} where {beginners|newcomers} can {read|learn} {more|further}
about it?

{Looking for|In need of|Searching for} a {cheap|low-cost|affordable} [product]? Our {team|company|crew}
{delivers|ships| sends} {within|in} {two|three|four} days to {any|every} {town|city|address}, {payment|you pay}
{on arrival|at the door}. {Visit|See|Open} http://[host] {today|now|at once} and {save|keep} [number]
{percent|per cent}.

What a {nice|lovely|wonderful} {post|piece|article}! {I|I myself} {have|had} been {struggling|fighting} with
{this|that} {exact|very} {problem|question} for {weeks|months|ages}, and {nobody|no one} {explained|told} it
{so|this} {well|clearly| plainly} before. {Thank you|Thanks|Many thanks} {for|once more for} {sharing|writing}
{it|this down}.

{Bad credit|Poor credit history|A low credit score} {is no|does not have to be a} {problem|obstacle} {with|at}
us: we {give|grant|lend} {loans|money} from [number] {dollars|euros} to {anyone|everybody} with a
{steady|regular} {job|income}, {no questions|nothing} asked, {approved|decided} in {ten|fifteen|twenty} minutes.
{Apply|Ask} at [host] {today|now}.

My {brother|cousin|uncle|sister} {suggested|recommended} {that|} I {might|would|could} {like|enjoy} this
{website|blog| page}. {He|She} {was|turned out} {totally|entirely|completely} right. This {post|article}
{actually|truly} made my {day| morning|week}. You {cannot|can not} {imagine|believe} {how much|just how much}
time I {spent|wasted} {looking|hunting} for this {info|information}! {Thanks|Thank you}!

{Doctor|Professor|Healer} [name] {brought|gave} {back|} my {husband|wife|lover} {back|} within {two|three} days
after {he| she} {left|abandoned} me with {our|the} {kids|children}. {If|Whenever} {you|anyone} {have|has}
{such|similar} {troubles|problems}, {write|send a message} to {him|the doctor} at {spells|helper}@[host]
{and|then} {be happy|smile} again.

{Unglaublich|Toll|Super}, was man auf {dieser|Ihrer} {Seite|Webseite} alles {findet|lesen kann}. {Ich|Wir}
{verdienen|bekommen} seit {drei|vier|fünf} Monaten {jede Woche|wöchentlich} [number] Euro {von zu Hause|daheim}
aus, und {jeder|jede} kann {das|es} {lernen|nachmachen}. {Einfach|Kostenlos} {anmelden|eintragen} unter
http://[host]

{Bonjour|Salut}, {votre|ton} {blog|site} est {vraiment|franchement} {bien|très bien} {fait|écrit}, {je|moi je}
le {lis|consulte} {chaque|presque chaque} {jour|semaine}. {Si|Quand} vous {cherchez|voulez} [product] {pas
cher|à petit prix}, {regardez|voyez} {chez nous|notre boutique}: http://[host] {livraison|envoi}
{gratuite|offerte}.

{Привет|Здравствуйте}, {очень|действительно} {полезная|интересная} {статья|запись}. {Мы|Наша команда}
{предлагаем|продаём} [product] {недорого|по низкой цене} с {доставкой|отправкой} {по всей стране|в любой город},
{оплата|платите} {при получении|после осмотра}. {Смотрите|Заходите}: http://[host]

{Slot|Casino|Jackpot} {fans|lovers|players} {know|agree}: {nowhere|no other place} {pays|hands out}
{faster|quicker} than [host]. {Sign up|Register|Join} {tonight|today}, {get|receive|claim} [number] free
{spins|rounds} and {double|triple} your first {deposit|payment}. {Play|Gamble} {wisely|with care}.

{As a|Being a} {student|working mother|nurse} I {never|hardly ever} {had|found} {time|the hours} to
{write|finish} my {essays|papers}. {Then|So} I {tried|hired} the {writers|people} {of|from} [host]:
{good|decent} {marks|grades}, {fair| honest} prices, {delivered|handed in} {on time|before the deadline}.
{Just|Simply} {tell|give} them your {topic|subject}.

Your {article|text|essay} {brings up|raises} {a few|some|several} {valid|good|fair} points, {yet|but} {I|one}
{feel|think} {the|that the} {matter|topic} {deserves|needs} {more|deeper} {thought|study}. {On|At} {our|my}
[product] {page|site} we {discuss|treat} {it|the same} {at length|in depth}.

{Want|Wish} {more|extra} {followers|likes|subscribers} {for|on} your {channel|profile|page}?
{Real|Genuine|Living} people, {no bots|no robots}, {starting|beginning} {at|from} {only|just} [number]
{cents|pennies} {each|apiece}. {Order|Buy} at [host] {and|then} {watch|see} {the|your} {numbers|figures}
{grow|climb}.

{Nice|Good|Great} {blog|post} {here|} {buddy|mate|friend}! {Also|And} your {site|website} {loads up|opens}
{fast|quickly| quick}! What {host|provider} {are you|do you} {using|use}? {I wish|If only} my {site|website}
loaded {up as|as} {fast| quickly} as yours.

{I|We} {lost|dropped} [number] {pounds|kilos} in {six|seven|eight} weeks {without|with no} {hunger|starving} and
{without| no} {sport|gym}, {just|only} by {taking|drinking} [product] {every|each} {morning|evening}. My
{doctor|physician} {could not|would not} {believe|trust} {it|the scales}. {Read|See} {how|more} {at|on}
http://[host]

{Investors|Traders|People} {who|that} {started|began} with {our|this} {bot|signal group|strategy} {last|in}
{month|spring} have {already|since} {doubled|tripled} {their|the} {coins|money|capital}. {Minimum|Smallest}
{stake|deposit} [number], {withdraw|cash out} {anytime|whenever you like}. {Contact|Message} [name] {via|on}
[host]

{El|Este} {artículo|texto} me {ha gustado|gustó} {mucho|bastante}, {gracias|enhorabuena} por
{compartirlo|escribirlo}. En {nuestra|mi} {tienda|página} {encontrarás|tenemos} [product] con {descuento|rebaja}
y {envío|entrega} en {dos|tres} días: http://[host]

{Replica|Designer|Brand} {watches|bags|sneakers} that {nobody|no expert} {tells|can tell} from the
{original|real ones}, {finest|best} {leather|steel}, {boxed|packed} with {papers|certificate}, {ninety|sixty}
days {money back|refund}. {Only| Just} at http://[host] {while|as long as} {stocks|supplies} last.

{Plumber|Electrician|Locksmith} in your {area|town|neighbourhood} {day|by day} and {night|by night}, {arrives|at
your door} {within|in} [number] minutes, {no|without any} {call-out|travel} {fee|charge}, {friendly|polite} and
{insured| certified}. {Call|Phone|Ring} {us|our office} or {book|order} at [host].

这篇文章{写得|真的}{很好|不错}，{我们|本站}{提供|出售}[product]，{价格|费用}{便宜|优惠}，{全国|各地}{送货|发货}，
{欢迎|请}{联系|咨询}[host]，{新|老}客户{都|均}有{礼物|折扣}。

{Harika|Güzel} bir {yazı|paylaşım} olmuş, {elinize|emeğinize} sağlık. {Biz|Ekibimiz} de [product]
{konusunda|alanında} {uygun|düşük} {fiyatla|ücretle} hizmet {veriyoruz|sunuyoruz}, {detaylar|bilgi} için
{sitemize|adresimize} {bakın|uğrayın}: http://[host]

{Situs|Web} {terbaik|terpercaya} untuk [product] {tahun|musim} ini, {bonus|hadiah} {besar|melimpah} setiap
{hari|minggu}, {daftar|gabung} {sekarang|segera} di [host] dan {menangkan|dapatkan} {uang|hadiah} [number]
{juta|ribu}.

{Everyone|Everybody} in {my|our} {office|family|street} {now|these days} {drinks|uses|wears} [product]
{because|since} it {simply|really} {works|helps}. {The|Their} {price|cost} is {fair|low} and {the|their}
{service|support} {answers|replies} {at once|within minutes}. {See|Look} {yourself|for yourself}: [host]
""")
"""For setting constants (the tables beside them in `engine.campaign`). Never reported."""

REPORTED = _paragraphs("""
{I|We} {really|truly} like your blog, {its|the} {tone|voice} is {so|very} {warm|friendly} and {every|each}
{entry|piece} {teaches|tells} {me|us} {something|a thing} {new|useful}. {Drop|Come} by {my|our} [product]
{corner|shop} {sometime|one day}.

{Wow|Whoa|Man}, this {paragraph|passage|part} is {fastidious|pleasant|fine}, my {younger|little|older} sister is
{analyzing|studying|checking} {such|these} things, {so|thus|therefore} I am {going to|about to} {let
know|tell|inform} her.

{Heya|Hiya}, {I'm|I am} for the {first|very first} time here. I {came across|stumbled over} this {board|place}
and I {find|think} it {truly|quite} {useful|helpful} and it {helped|aided} me {out|} {much|greatly}. I
{hope|wish} to {give|offer} {something|a little} back and {aid|help} others {like|as} you {aided|helped} me.

{Our|This} {pharmacy|drugstore} {ships|mails|sends} [product] {worldwide|to any country} in {plain|unmarked}
{boxes| packets}, {no|without} {prescription|doctor's note}, {genuine|original} {tablets|pills} {from|by} the
{maker|factory}, [number] {pills|pieces} {for|at} the price of {half|ten}. {Order|Buy} {here|now}: http://[host]

{Remember|Recall} when {you|we} {paid|spent} {hundreds|a fortune} for [product]? {Those|These} {days|times} are
{over| gone}. {Direct|Straight} from the {workshop|factory}, {hand|carefully} {checked|tested}, {shipped|posted}
{free|at no charge}: http://[host]

{Superb|Terrific|Brilliant} {write-up|story|report}. I {was|have been} {wondering|curious} {whether|if} you
{ever|at times} {accept|take} {guest|outside} {authors|writers}? I {work|write} in the {field|world} of
[product] and {would|could} {gladly|happily} {supply|send} {two|three} {drafts|samples}.

{You|One} {can|could} {certainly|clearly|definitely} see your {enthusiasm|passion} in the {work|pieces} you
{write|put out}. {The|This} {world|web} {hopes|longs} for {even|} more {passionate|fiery} {writers|authors}
{like|such as} you who are {not afraid|brave enough} to {say|mention} {how|what} they {believe|feel}.
{Always|Forever} {follow|go after} your heart.

{After|Once} {my|our} {divorce|accident|illness} {no|not one} bank would {talk|listen} to {me|us}. [name]
{from|of} [host] {lent|wired} [number] dollars {at|for} {three|two} percent {in|within} a {single|mere}
{day|afternoon}. {God bless|Heaven bless} {this|such an} honest {man|woman|lender}!

{Hackers|Specialists|Experts} for {hire|rent}: {recover|restore} {lost|stolen} {wallets|coins}, {read|open} a
{cheating| lying} {partner's|spouse's} {phone|messages}, {raise|mend} your {school|university} {grades|marks}.
{Discreet|Silent}, {quick|swift}, {proof|evidence} {before|ahead of} payment. {Mail|Write} to [name] at [host].

{Thinking|Dreaming} {of|about} a {house|flat|villa} by the {sea|coast}? {Browse|View} {our|the} {list|catalogue}
of [number] {homes|properties} with {pool|garden} and {view|terrace}, {financing|credit} {arranged|included},
{agents|staff} who {speak|understand} your language: http://[host]

{Hi|Hello} {admin|webmaster|owner}, {your|this} {site|page} {ranks|stands} {badly|poorly} {in|on} the search
{engines| results}. {We|Our experts} {can|will} {bring|lift} {it|you} to the {first|top} {page|place} within
{six|eight} weeks, or your {money|fee} {returns|comes back}. {Free|Complimentary} {audit|check}: [host]

{Bitcoin|Crypto|Ether} {rose|climbed} {again|once more} {last|this} {night|week} and {you|many} {missed|slept
through} {it|the ride}? {Our|The} {robot|program} {never|does not} {sleep|rest|tire}: it {buys|enters}
{low|cheap}, {sells|exits} {high|dear}, and {pays|sends} you {daily|each evening}. {Start|Begin} with [number]
{dollars|euros} at http://[host]

{Single|Lonely|Charming} {ladies|women|girls} {from|of} {your|the} {town|region} {wait|long} for {a|your}
{message|line| word}. {Photos|Pictures} {checked|verified} by {hand|people}, {chat|talk} {free|for nothing} for
{seven|ten} days, {no| without} {card|bank details} {needed|asked}: http://[host]

{Cooking|Baking|Frying} {at home|every day} {became|turned into} {fun|joy} {since|once} {we|I} {own|have} a
[product]. {No| Never any} {smoke|smell}, {no|hardly any} {fat|oil}, {washed|cleaned} in {one|a} minute.
{Neighbours|Friends} {ask|beg} {where|in which shop} to {get|find} {it|one}: http://[host]

The {knee|back|neck} {pain|ache} that {kept|held} {me|my father} {awake|up} for {years|winters} {vanished|went
away} {after|within} {ten|twelve} days of {this|a simple} [product] {cream|patch|drop}. {No|Not a} {side|bad}
effects, {plants| herbs} only, {tested|proven} by {clinics|doctors}. {Try|Taste} a {sample|small pack} {from|at}
[host].

{Grand|Huge|Giant} {sale|clearance} of {sport|running|football} {shoes|jerseys} {till|until} {Sunday|Friday}:
{all|every} {sizes|colours}, {newest|latest} {season|models}, {embroidered|stitched} {names|numbers}, from
[number] dollars a {pair| piece}, {exchange|return} {within|for} a {month|fortnight}: http://[host]

{Everyone|All of us} {deserves|needs} a {quiet|calm} {night|sleep}. {With|Thanks to} [product] {you|people}
{drop|fall} off in {minutes|no time}, {wake|rise} {fresh|rested}, and {the|your} {spouse|partner} {stops|quits}
{complaining|nudging} {about|over} {snoring|noise}. {Order|Get} {two|one}, {pay|be charged} for {one|less}:
[host]

{Teachers|Tutors|Coaches} {from|out of} {London|Boston|Sydney} {teach|train} {you|your child} English
{over|through} the {screen|camera}, {twice|three times} a week, {small|tiny} groups, {homework|exercises}
{corrected|marked} {overnight|the same day}. {Trial|First} {lesson|hour} {free|on us}: http://[host]

{I|We} {cannot|can't} {thank|praise} [name] {enough|too much}: {my|our} {card|licence|passport} {arrived|came}
{within| after} {five|six} days, {works|scans} {at|in} {every|any} {border|machine}, and {nobody|no officer}
{asked|wondered}. {Serious|Earnest} {buyers|clients} {write|go} to [host], {no|spare us} {time wasters|jokers}.

{Moving|Relocating} {soon|this year}? {Our|Strong} {men|movers} {pack|wrap}, {carry|lift} and {set up|unpack}
{everything|all} in {one|a single} day, {insured|covered} {up to|till} [number] euros, {boxes|cartons}
{lent|given} {for|} free. {Offer|Quote} in {an|half an} hour at http://[host]

{Does|Has} {your|the} {roof|cellar|gutter} {leak|drip} {whenever|each time} {it|} {rains|storms}?
{Licensed|Certified} {roofers|builders} {inspect|look} {without|at no} {charge|cost}, {repair|mend} {within|in}
{two|three} days and {warrant| guarantee} {it|their work} for {ten|twelve} years. {Photos|Examples} at
http://[host]

{Why|How come} {pay|spend} {more|extra} for {flights|hotels|cars}? {Our|One} {search|engine} {compares|weighs}
[number] {portals|agencies} in {seconds|a blink}, {finds|spots} {hidden|secret} {fares|rates} and
{books|reserves} {them|all} {with a|by one} {click|tap}. {Holidays|Vacations} {begin|start} at [host].

{Kitchens|Bathrooms|Floors} {remodelled|renewed} {in|within} {four|five} days: {choose|pick} {tiles|wood},
{colours|tones} and {taps|handles} {at|from} home, {our|the} {craftsmen|crew} {bring|carry} {all|everything},
{leave|sweep} {it|the room} {clean|spotless}, and {invoice|bill} {later|afterwards}. {Ideas|Samples}: [host]

{Lawyers|Attorneys} who {win|fight}: {after|following} a {car|work|road} {accident|injury} you {pay|owe}
{nothing|not a cent} {unless|until} {we|our office} {win|succeed}. {More than|Over} [number] {clients|victims}
{compensated|paid} {last| in one} year. {Free|No-cost} {call|talk}, {day|any day} {or|and} night, at
http://[host]

{Psychic|Medium|Seer} [name] {reads|sees} {your|the} {future|fate} in {love|work} and {money|luck},
{first|initial} question {answered|told} {free|for nothing}, {thousands|hundreds} of {thankful|grateful}
{letters|notes}, {honest|gentle} {words|advice}, {no|never any} {tricks|games}. {Ask|Consult} {her|now} at
[host].

{Dog|Cat|Pet} {owners|lovers} {report|say} {shinier|softer} {coats|fur} and {calmer|happier} {nights|walks}
after {switching|changing} to [product]. {Vets|Animal doctors} {designed|mixed} {it|the recipe}, {no|without}
{grain|sugar}, {sent|mailed} {monthly|every month}. {First|Starter} {bag|box} for [number] at http://[host]

{Excellent|Outstanding|Splendid} {goods|stuff} from you, {man|sir|friend}. I {have|had} {understood|followed}
your {stuff| things} {previous to|before} and you are {just|simply} {too|extremely} {excellent|great}. I
{actually|really} like what you {have|} {acquired|gathered} here, {certainly|surely} like what you are
{stating|saying} and the {way|manner} {in which| how} you say it.

{Today|Yesterday}, I {went|drove} to the {beach|beachfront|lake} with my {kids|children}. I {found|picked up} a
{sea| snail} shell and {gave|handed} it to my {daughter|son} and {said|whispered}: you can {hear|catch} the
{ocean|waves} {if| when} you {put|hold} this to your ear. I {know|admit} this is {off|completely off} topic but
I {had|needed} to tell {someone|somebody}!

{I|We} {read|see} {everywhere|all over} that {printing|making} {shirts|mugs|cards} is {dear|expensive}.
{Not|Never} at [host]: {your|any} {drawing|photo} on [number] {pieces|items}, {washable|fast} {colours|inks},
{proof|preview} {shown| sent} {first|before}, {delivery|parcel} {next|the following} {day|morning}.

{Attention|Look}, {smokers|former smokers}! {The|This} {new|improved} [product] {tastes|feels} like {the|a}
{real|proper} {thing|one}, {costs|takes} a {tenth|fraction}, {stinks|smells} {of|after} nothing, and {is|stays}
{legal|allowed} {in| inside} {most|many} {offices|trains}. {Starter|Trial} {kit|set} at http://[host]

{Watch|Stream} {every|each} {match|game|fight} {live|as it happens} in {high|full} definition {on|with}
{any|whatever} {device|screen}, {commentary|speakers} in {six|nine} languages, {no|without}
{contract|subscription}, [number] cents a {day|match}: {join|enter} {through|via} http://[host]

{Freelancers|Small firms|Shops}: {let|have} {us|our clerks} {do|keep} your {books|accounts}. {Receipts|Papers}
{scanned| photographed} {by|with} phone, {taxes|returns} {filed|sent} {on|in} time, {questions|doubts}
{answered|cleared} by {real| human} {accountants|people}, {flat|fixed} {fee|price} of [number] a
{month|quarter}. [host]

{Solar|Sun} {panels|roofs} {pay|earn} for {themselves|their cost} in {five|six|seven} years, {say|claim}
[number] {families| households} {we|our company} {fitted|equipped}. {State|Public} {grants|subsidies}
{handled|claimed} for you, {battery| storage} {optional|if wanted}, {old|former} {meter|cable}
{replaced|swapped}. {Figures|Sums} at http://[host]

{Ladies|Girls}, {stop|quit} {plucking|shaving}! {The|Our} [product] {removes|takes} {hair|down} {gently|softly},
{lasts| holds} for {weeks|a month}, {suits|fits} {every|any} {skin|tone} and {looks|is} {pretty|smart} {on|in}
the {shelf|bag}. {Half|Lower} price {with|using} code [number] at [host].

{Gut|Klasse|Prima} {geschrieben|erklärt}, {vielen Dank|danke} {dafür|für die Mühe}! {Wer|Falls jemand} [product]
{günstig|preiswert} {sucht|braucht}, {wird|ist} bei {uns|unserem Laden} {fündig|richtig}: {Versand|Lieferung}
{gratis| umsonst}, {Rückgabe|Umtausch} {dreißig|vierzig} Tage, {Zahlung|Kauf} auf Rechnung. http://[host]

{Kredit|Darlehen|Geld} {ohne|auch ohne} {Auskunft|Schufa} {bis|über} [number] Euro, {Zusage|Antwort} {sofort|in
einer Stunde}, {Auszahlung|Überweisung} {am nächsten|noch am selben} Tag, {auch|gerne} für
{Rentner|Selbständige|Studenten}. {Anfrage|Antrag} {kostenlos|unverbindlich} bei [host]

{Je|Nous} {tiens|tenons} à {remercier|saluer} {maître|le marabout} [name] qui a {ramené|fait revenir}
{mon|notre} {mari| ami} en {sept|cinq} jours {seulement|à peine}. {Problèmes|Soucis} d'{amour|argent},
{travail|santé}, {chance|jeux}: il {trouve|connaît} {toujours|chaque fois} une {solution|issue}.
{Écrivez|Contactez} {le|vite}: [host]

{Très|Fort} {bon|joli} {billet|article}, {merci|bravo} {beaucoup|encore}. {Nous|Notre équipe}
{réparons|changeons} {serrures| vitres|volets} {jour et nuit|à toute heure}, {devis|prix} {gratuit|sans frais},
{arrivée|sur place} en [number] minutes {partout|n'importe où} en {ville|banlieue}: http://[host]

{Muy|Realmente} {buen|gran} {trabajo|aporte}, {sigue|continúa} {así|adelante}. {Aprende|Descubre} {cómo|de qué
manera} {ganar|cobrar} [number] dólares {diarios|al día} desde {casa|el sofá} con {nuestro|este}
{método|sistema} {probado|seguro}, {sin|no hace falta} {experiencia|inversión}: http://[host]

{Ottimo|Bellissimo} {articolo|pezzo}, {complimenti|grazie} {davvero|di cuore}. {Sul|Nel} nostro {sito|negozio}
{trovi| puoi comprare} [product] a {metà|basso} prezzo, {spedizione|consegna} in {due|tre} giorni e
{reso|cambio} {gratuito|senza spese}: http://[host]

{Artigo|Texto} {excelente|muito bom}, {parabéns|obrigado} {pela|por tanta} {clareza|dedicação}. {Se|Quando}
{precisar| quiser} de [product], {fale|converse} {conosco|com a gente}: {orçamento|preço} em {uma hora|minutos},
{entrega|envio} {rápida|grátis}, {garantia|troca} de {dois|três} anos. http://[host]

{Уважаемый|Дорогой} {автор|админ}, {спасибо|благодарю} за {подробный|хороший} {обзор|материал}. {Займы|Кредиты}
до [number] рублей {без справок|без отказа} {за|всего за} {десять|пятнадцать} минут, {на карту|наличными},
{круглосуточно| даже ночью}, {первый|для новых} {займ|клиентам} {бесплатно|без процентов}: http://[host]

{Лучшее|Самое честное} {казино|заведение} {этого|нынешнего} года: {вывод|выплаты} {за час|мгновенно},
{бонус|подарок} [number] {рублей|фишек} {за|сразу после} {регистрацию|вход}, {тысячи|сотни} {игр|автоматов} и
{живые|настоящие} {крупье| дилеры}. {Зеркало|Адрес} {на сегодня|сейчас}: http://[host]

{Świetny|Bardzo dobry} {wpis|artykuł}, {dziękuję|pozdrawiam} {serdecznie|gorąco}. {Szukasz|Potrzebujesz}
{taniego|dobrego} [product]? {Nasz|Mój} {sklep|magazyn} {wysyła|dostarcza} {w dwa dni|od ręki}, {zwrot|wymiana}
{bez pytań|za darmo}, {ceny| oferty} od [number] złotych: http://[host]

{Mooi|Goed} {stuk|verhaal}, {bedankt|dank je} {wel|hartelijk}! {Wij|Onze monteurs} {plaatsen|leveren} [product]
door {heel|gans} het land, {binnen|in} {drie|vier} dagen, {tien|vijf} jaar {garantie|zekerheid}, {vraag|bekijk}
{vrijblijvend| gratis} {een offerte|onze prijzen}: http://[host]

{Bahis|Oyun} {severler|tutkunları} {dikkat|buraya}: {yeni|güncel} {adresimiz|girişimiz} [host], {ilk|hoş geldin}
{bonusu| yatırımı} [number] lira, {çekim|ödeme} {beş|on} dakikada, {canlı|gerçek} {destek|yardım} {her|tüm}
saat, {güvenilir| lisanslı} ve {hızlı|kolay}.

{Bài|Trang} {viết|này} {rất|thật} {hay|bổ ích}, {cảm ơn|xin cảm ơn} {tác giả|bạn}. {Bên|Shop} {mình|chúng tôi}
{bán|cung cấp} [product] {giá|chất lượng} {rẻ|tốt} nhất, {giao|chuyển} hàng {toàn quốc|tận nhà}, {bảo hành|đổi
trả} {một|hai} năm, {xem|liên hệ} tại http://[host]

{专业|正规}{代办|办理}[product]，{无需|不用}{押金|担保}，{当天|当日}{下款|到账}[number]元，{利息|费用}{低|少}，{学生|上班族}
{都|也}可以{申请|办}，{保密|安全}可靠，{有意|需要}者{请|可}加[host]{详谈|咨询}。

{素晴らしい|とても良い}{記事|内容}ですね。{私|友人}は{毎日|毎週}[product]で[number]円{稼いで|もらって}います。{誰|初心者}
でも{簡単|すぐ}に{始め|でき}られます。{無料|期間限定}の{案内|説明}は[host]で{見て|読んで}ください。

{Judi|Togel} {online|resmi} dengan {hadiah|kemenangan} {terbesar|paling besar} se-Asia, {deposit|setoran}
{mulai|hanya} [number] ribu {lewat|pakai} {pulsa|dompet}, {proses|transaksi} {cepat|kilat}, {pelayanan|bantuan}
{siang malam|setiap saat}, {bukti|riwayat} {menang|bayar} {lengkap|nyata} ada di [host]
""")
"""What `chaffinch bench campaigns` reports. Constants are never chosen by looking at how these fare."""

SHORT_TUNING = _paragraphs("""
{Best|Top} [product] {here|now}: http://[host]

{Cheap|Affordable} [product] {today|this week} http://[host]

{Play|Win} {big|more} tonight at http://[host]

{Nice|Good} {post|article} my friend

{Visit|See} my {page|site} for more

{Günstige|Billige} [product] {hier|jetzt} http://[host]

{Лучшие|Новые} игры на деньги http://[host]

{Free|Extra} coins for {all|new} players http://[host]
""")
"""Too short to be alike by their words alone; only where they lead to one host. For setting `campaign.ANCHORED`."""

SHORT = _paragraphs("""
{Get|Take} {your|a} loan in minutes http://[host]

{Hot|Lovely} {ladies|girls} near you: http://[host]

{Real|Original} [product] for {half|less} http://[host]

{Earn|Make} money from {home|bed} http://[host]

{Great|Fine} work, keep it up

{Thank you|Thanks} for {this|the} useful page

{Watch|See} the match live http://[host]

{Prêt|Crédit} rapide sans {papiers|attente} http://[host]

{Compra|Pide} [product] muy baratos http://[host]

{Bonus|Gift} for your first {bet|spin} http://[host]

{Situs|Agen} slot paling {gacor|menang} http://[host]

{Вывод|Выигрыш} за час {тут|здесь} http://[host]
""")
"""The same, for what is reported."""
