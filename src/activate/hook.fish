# gostead's hand in this shell, for fish: what hook.sh says for the other shells, with the same names and meanings.
# Entries of PATH that are ours: $_gostead_home/links/WORD/bin and $_gostead_home/shims/. ; variables: $_gostead_names.

set -g _gostead_home '@GOSTEAD_HOME@'

function _gostead_clear
    set -l kept
    for entry in $PATH
        string match -q -- "$_gostead_home/links/*/bin" $entry; or test "$entry" = "$_gostead_home/shims/."; or set -a kept $entry
    end
    set -gx PATH $kept
end

# Exports $argv[1]=$argv[2], or with one argument unsets it, until _gostead_leave.
function _gostead_set
    set -l name $argv[1]
    if not contains -- $name $_gostead_names
        set -ga _gostead_names $name
        set -q $name; and set -g _gostead_was_$name "$$name"
    end
    if set -q argv[2]
        set -g _gostead_now_$name x$argv[2]
        set -gx $name $argv[2]
    else
        set -g _gostead_now_$name
        set -eg $name
    end
end

# Puts PATH and the variables back; one that somebody changed since keeps what it has now.
function _gostead_leave
    for name in $_gostead_names
        set -l is
        set -q $name; and set is x"$$name"
        set -l now _gostead_now_$name
        set -l was _gostead_was_$name
        if test "$is" = "$$now"
            if set -q $was
                set -gx $name $$was
            else
                set -eg $name
            end
        end
        set -eg $now
        set -q $was; and set -eg $was
    end
    set -g _gostead_names
    set -g _gostead_bin
    _gostead_clear
end

function _gostead_enter
    _gostead_clear
    set -g _gostead_bin $argv[1]
    set -gx PATH $argv[1] $PATH
    if test -n "$GOROOT"
        test "$GOROOT" = "$_gostead_goroot"; or echo "gostead: unset GOROOT, which named another Go: $GOROOT" >&2
        set -g _gostead_goroot $GOROOT
        _gostead_set GOROOT
    end
    test -n "$GOTOOLCHAIN"; or _gostead_set GOTOOLCHAIN local
end

# Does what `gostead --hook` said.
function _gostead_take
    set -g _gostead_link
    set -g _gostead_want
    set -l said
    for line in $argv
        set -l word (string split -m 1 ' ' -- $line)
        switch $word[1]
            case bin
                string match -q -- '/*' $word[2]; and _gostead_enter $word[2]
            case link
                set -g _gostead_link $word[2]
            case want
                set -g _gostead_want $word[2]
            case set
                set -l pair (string split -m 1 = -- $word[2])
                string match -qr '^[A-Z][A-Z0-9_]*$' -- $pair[1]; and _gostead_set $pair[1] $pair[2]
            case say
                set -a said $word[2]
        end
    end
    if set -q said[1]; and test "$said" != "$_gostead_told"
        printf '%s\n' $said >&2
    end
    set -g _gostead_told "$said"
end

function _gostead_apply
    _gostead_leave
    set -l said (env GOSTEAD_HOME=$_gostead_home $_gostead_home/bin/gostead --hook hook)
    or set said "bin $_gostead_home/shims/."
    _gostead_take $said
end

function _gostead_use
    if not set -q _gostead_used
        set -g _gostead_used
        set -q GOSTEAD_VERSION; and set -g _gostead_used x$GOSTEAD_VERSION
    end
    if set -q argv[1]
        set -gx GOSTEAD_VERSION $argv[1]
    else
        set -eg GOSTEAD_VERSION
    end
    _gostead_apply
end

function _gostead_off
    _gostead_leave
    if set -q _gostead_used
        set -eg GOSTEAD_VERSION
        test -n "$_gostead_used"; and set -gx GOSTEAD_VERSION (string sub -s 2 -- $_gostead_used)
    end
    functions -q _gostead_unhook; and _gostead_unhook
    functions -e _gostead_clear _gostead_set _gostead_leave _gostead_enter _gostead_take _gostead_apply _gostead_use _gostead_off
    for name in home names bin goroot link want told used
        set -eg _gostead_$name
    end
end
