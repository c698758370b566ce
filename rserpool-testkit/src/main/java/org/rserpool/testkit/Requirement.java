package org.rserpool.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the requirements that a test checks, by their numbers: {@code @Requirement("ASAP-081")}.
 * The conformance table in {@code docs/} is made of these.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Requirement {

    /** Returns the numbers of requirements that fail if this test fails. */
    String[] value();
}
