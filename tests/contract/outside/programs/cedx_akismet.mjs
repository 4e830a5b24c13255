// npm @cedx/akismet by its own option `baseUrl`. It raises on every debug header, whatever the verdict.
const told = process.env
const { Author, Blog, CheckResult, Client, Comment } = await import(`${told.NODE_PATH}/@cedx/akismet/lib/index.js`)

const blog = new Blog({ url: told.CLIENT_BLOG, charset: 'UTF-8', languages: ['en'] })
const client = (key, isTest = false) => new Client(key, blog, { baseUrl: `https://${told.CLIENT_HOST}`, isTest })
const author = (more) => new Author({ ipAddress: '192.0.2.1', name: 'Una Marsh', userAgent: 'Mozilla/5.0', ...more })
const comment = (content, more) =>
  new Comment({ author: author(more), content, context: ['bridges', 'mills'], permalink: `${told.CLIENT_BLOG}bridge` })
const name = (value) => Object.keys(CheckResult).find((key) => CheckResult[key] === value)
const check = (from, what) => from.checkComment(what).then(name, (error) => `${error.name}: ${error.message}`)
const submit = (call) => call.then(() => true, (error) => `${error.name}: ${error.message}`)

const known = client(told.CLIENT_KEY)
const test = client(told.CLIENT_KEY, true) // is answered and leaves no trace
const unknown = client(told.CLIENT_BAD_KEY)
const ham = comment(told.CLIENT_HAM)
const results = {}
results.key = await known.verifyKey()
results.other_key = await unknown.verifyKey()
results.ham = await check(known, ham)
results.spam = await check(known, comment(told.CLIENT_SPAM))
results.guaranteed_spam = await check(test, comment(told.CLIENT_HAM, { name: 'akismet-guaranteed-spam' }))
results.administrator = await check(
  test,
  comment(told.CLIENT_HAM, { name: 'akismet-guaranteed-spam', role: 'administrator' })
)
results.no_address = await check(known, comment(told.CLIENT_HAM, { ipAddress: '' }))
results.other_key_checks = await check(unknown, ham)
results.other_key_submits = await submit(unknown.submitSpam(ham))
results.submit_spam = await submit(known.submitSpam(ham))
results.after_submit_spam = await check(test, ham)
results.submit_ham = await submit(known.submitHam(ham))
results.after_submit_ham = await check(test, ham)
console.log(JSON.stringify(results))
