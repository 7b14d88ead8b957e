"""Given names (and some whole names) that are spelt in several ways, as data; one group a line.

``VARIANTS``: one name in several languages or transliterations; the words of a group have the same ``names.key``. Only
what the rules of ``names`` do not see already needs a line ("Sergey" and "Sergei" do not). ``NICKNAMES``: short forms;
they make two names more alike in ``names.same_person``, and have different keys. A word stands in one group only.
"""

VARIANTS = """
aleksei alexei alexey aleksey alexej aleksej alexi oleksii oleksiy oleksij oleksi olexiy olexii olexij aliaksei alyaksey
aleksandr alexander alexandr oleksandr alexandre aliaksandr alyaksandr aleksander alexandru aleksandar olexander
aleksandra alexandra oleksandra alexandria
anatoly anatoli anatolii anatoliy anatolij anatolie
andrei andrey andriy andrii andrij andrej andrzej andre
anton antin
antoni antony anthony
arseni arseniy arsenii arsenij
artem artyom artiom artjom
boris borys
daniil danylo danil
denis denys dzianis
dmitri dmitry dmitriy dmitrii dmitrij dmytro dmitro dimitri dzmitry
ekaterina yekaterina kateryna katerina jekaterina
evgeni yevgeny evgeny yevgeni yevgeniy evgeniy evgenii jewgeni jewgenij yevhen yevhenii evhen evguéni evgueni eugen
fedor fyodor fiodor fjodor
gennadi gennady gennadiy gennadij hennadiy hennadii
georgi georgy georgiy georgii heorhiy heorhii
grigori grigory grigoriy grigorij hryhoriy hryhorii
igor ihor
ilya ilia ilja illia illya
julia yulia yuliya iuliia yuliia julija youlia
kirill kyrylo kiril kyrill
konstantin kostiantyn kostyantyn constantin constantine
leonid leonyd
lev lew
liudmila lyudmila ludmila liudmyla ljudmila
maksim maxim maksym maxym maxime
maria mariya mariia marija
marina maryna
mikhail mikhailo mykhailo mykhaylo michail mikhael mychajlo mykhaïlo mihail
nadezhda nadiya nadiia nadeschda
natalia nataliya nataliia natalya natalija
nikita mykyta mikita
nikolai nikolay nikolaj mykola nikolaï
oleg oleh
olga olha
pavel pavlo pawel
petr pyotr petro piotr pjotr
sergei sergey sergej serhii serhiy sergii sergiy serhij sergueï serguei siarhei siarhey serge
stanislav stanislaw
stepan stefan
svetlana svitlana sviatlana swetlana
tatiana tatyana tetiana tetyana tatjana
timofey tymofiy
valentin valentyn
valentina valentyna
valeri valery valeriy valerii valerij waleri waleriy
vasili vasily vasiliy vasyl vassily wassili vasilii vassili
viacheslav vyacheslav viatcheslav vjatscheslaw wjatscheslaw
viktor victor wiktor
viktoria victoria viktoriya viktoriia
vitali vitaly vitaliy vitalii witali
vladimir volodymyr wladimir wolodymyr uladzimir volodimir vladymyr
vladislav vladyslav wladislaw
yakov yakiv jakow
yaroslav iaroslav jaroslaw yaroslaw
yuri yury yuriy yurii iurii iouri jurij juri youri
abdallah abdullah abdulla abdalla abdellah
abdel abdul abd abdal abdoul
abdelaziz abdulaziz
abdelmalik abdulmalik abdelmalek abdulmalek
abdelrahman abdulrahman abdurrahman abdelrahmane abderrahmane abdurahman
ahmad ahmed ahmet achmed akhmed akhmad achmat
bashar baschar bashshar
faisal faysal feisal faycal
fatah fattah fatteh
gaddafi qaddafi kadhafi gadhafi qadhafi kaddafi khadafy qadhdhafi gadafi khaddafi
hossein hussein husayn hussain husein hosein hocine huseyn
hezbollah hizbollah hizbullah hizballah
ibrahim ebrahim ibraheem
ismail ismael esmail esmaeil ismayil
jamal gamal djamel jamel dschamal
khaled khalid chalid
mahmoud mahmud mahmood mehmood mahmoed
masoud massoud massud masud mesut
muammar moammar mouammar muamar
mohammed muhammad mohamed mohammad mohamad muhammed mehmet mohamet muhamed mahomet mohd magomed mohammadu
mustafa mostafa moustafa
naser nasser nasir
omar umar omer
osama usama oussama
qassem qasem qasim kassem kasim qassim ghasem
rahman rehman
saddam sadam
said saeed saeid saïd sayeed
salah saleh salih
tariq tarek tareq tarik
soleiman suleiman sulaiman suleyman soliman
soleimani suleimani soleymani sulaimani
yahya yahia yehia jahja
youssef yousef yusuf yousuf youssouf joussef yusef jusuf
erdogan erdoghan
tsikhanouskaya tikhanovskaya tsikhanouskaïa tichanowskaja tsikhanovskaya
lukashenko lukashenka lukaschenko loukachenko
kolomoisky kolomoiskiy kolomoyskyi kolomoyski
yanukovych yanukovich janukowytsch janukowitsch ianoukovitch
yeltsin eltsin jelzin ieltsine
tymoshenko timoshenko timoschenko timochenko
zhirinovsky schirinowski jirinovski zhirinovskiy schirinowskij
khodorkovsky chodorkowski khodorkovski khodorkovskiy chodorkowskij
netanyahu netanjahu netanyahou nethanyahu
"""

NICKNAMES = """
alexander alex sasha
anthony tony
benjamin ben benny
charles charlie chuck
christopher chris
daniel dan danny
david dave
donald don
edward ed ted eddie
elizabeth liz beth
frederick fred
gerald gerry
gregory greg
james jim jimmy
jennifer jen jenny
john jack johnny
joseph joe
katherine kate kathy
kenneth ken
lawrence larry
matthew matt
michael mike mick
mikhail misha
nicholas nick
nigel nige
patrick pat
peter pete
philip phil
radoslaw radek
richard dick rick
robert bob rob bobby
ronald ron
samuel sam
stephen steve steven
theodore theo
thomas tom
timothy tim
vladimir vova volodya
william bill will billy
"""
